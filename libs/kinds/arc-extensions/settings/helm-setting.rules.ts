import { caution, nothing, refusal, type FieldPath, type Findings } from '#libs/resources';

/**
 * Settings of an extension reach its chart as helm reads `--set`: a dot in a name goes one level down, a comma begins
 * the next setting, a backslash takes what follows as it is (docs/azure-facts.md#settings-are-read-by-helm).
 */
const mapPath = /^((?:.*\.)?[a-z]*(?:nodeSelector|labels|annotations))\.(.+)$/i;

/** A name as helm wants it: the key of a map, such as a node label, is one level, whatever dots it has. */
export function helmSetting(name: string): string {
  const [, map, key] = mapPath.exec(name) ?? [];
  return map === undefined || key === undefined ? name : `${map}.${escapeHelmKey(key)}`;
}

/** The same as people write it. One that is escaped already, or not, is the same. */
export function plainSetting(name: string): string {
  const [, map, key] = mapPath.exec(name) ?? [];
  return map === undefined || key === undefined ? name : `${map}.${plainKey(key)}`;
}

/** `nvidia.com/gpu` of `nvidia\.com/gpu`. */
export const plainKey = (key: string): string => key.replaceAll(/\\(.)/g, '$1');

/** `nvidia\.com/gpu` of either. */
export const escapeHelmKey = (key: string): string =>
  plainKey(key).replaceAll(/[\\.,=[\]]/g, '\\$&');

/** A setting without a field of its own goes as it is: refuses what helm would read as something else. */
export function checkHelmSetting(name: string, value: string, field: FieldPath): Findings {
  if (/[=,\s]/.test(name.replaceAll(/\\./g, '')))
    return refusal('INVALID_INPUT', field, "a setting's name has no '=', ',' or space in it.");
  const open = value.replaceAll(/\\./g, '');
  if (/^\{.*\}$/s.test(open)) return nothing;
  if (!open.includes(',') && !open.startsWith('{')) return nothing;
  const escaped = value.replaceAll(/\\.|[,{}]/g, (found) =>
    found.startsWith('\\') ? found : `\\${found}`,
  );
  return refusal(
    'INVALID_INPUT',
    field,
    `the extension reads settings as helm reads --set, where a comma ends the value: write ${escaped}, or {a,b} for a list.`,
  );
}

/** helm makes a truth value or a number of it, and Kubernetes wants text: an installation that Azure may fail. */
export const cautionHelmType = (value: string, field: FieldPath): Findings =>
  /^(true|false|null|0|[1-9]\d*)$/.test(value)
    ? caution(
        'LABEL_READ_AS_NO_TEXT',
        field,
        `helm may read '${value}' as no text, and a node label is text: where the installation fails with a ValidationError, take a label whose value is a word.`,
      )
    : nothing;
