const secretName =
  /passw(or)?d|secret|token|credential|privatekey|connectionstring|(access|account|shared|api)key$|protectedsettings|authorization|signature/;

/**
 * Below these the names are our clients' words (cost tags, settings and where their secrets are kept), not fields of
 * ours; `sslSecret` is the name of a Kubernetes object.
 */
const freeNames: ReadonlySet<string> = new Set([
  'costTags',
  'tags',
  'settingReferences',
  'sslSecret',
  'nodeSelector',
]);

/**
 * The path of the first field, however deep, whose name says that it holds a secret; undefined when there is none.
 * What goes into an audit row is chosen by an allow-list per kind; this catches a list that allows too much.
 */
export function findSecretField(value: unknown, path = ''): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    const at = path === '' ? name : `${path}.${name}`;
    if (freeNames.has(name)) continue;
    if (secretName.test(name.toLowerCase().replaceAll(/[^a-z]/g, ''))) return at;
    const deeper = findSecretField(inner, at);
    if (deeper !== undefined) return deeper;
  }
  return undefined;
}
