import { isRawNumber } from '#libs/kernel';

/**
 * Fields in which ARM says what went wrong: they may repeat what it was sent (docs/azure-facts.md#cluster-extensions).
 */
const tellingFields: ReadonlySet<string> = new Set(['error', 'errorInfo', 'statuses']);

/** Words that are looked at by themselves. */
const words: ReadonlySet<string> = new Set(['code', 'level']);

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

const isLong = (line: string): boolean => line.length > 15;

/** How a secret may be repeated: as it is, in JSON, in a URL, in base64, and line by line. Longest first. */
export function formsOf(secrets: readonly string[]): string[] {
  const forms = secrets.flatMap((secret) => [
    secret,
    inJson(secret),
    inJson(inJson(secret)),
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    Buffer.from(secret).toString('base64url'),
    ...secret.split('\n').filter(isLong),
  ]);
  return [...new Set(forms)].filter((form) => form !== '').toSorted((a, b) => b.length - a.length);
}

export const concealText = (text: string, forms: readonly string[]): string =>
  forms.reduce((rest, form) => rest.replaceAll(form, '[secret]'), text);

function concealAll(value: unknown, forms: readonly string[]): unknown {
  if (typeof value === 'string') return concealText(value, forms);
  return mapFields(value, (inner, name) => (words.has(name) ? inner : concealAll(inner, forms)));
}

/** The body with the secrets cut out of what it says went wrong. Ids, states and settings stay as they are. */
export const concealFailures = (value: unknown, forms: readonly string[]): unknown =>
  mapFields(value, (inner, name) =>
    tellingFields.has(name) ? concealAll(inner, forms) : concealFailures(inner, forms),
  );

function mapFields(value: unknown, map: (inner: unknown, name: string) => unknown): unknown {
  if (Array.isArray(value)) return value.map((inner: unknown) => map(inner, ''));
  if (typeof value !== 'object' || value === null || isRawNumber(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]: [string, unknown]) => [name, map(inner, name)]),
  );
}
