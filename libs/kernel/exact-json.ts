/** What Node 24 has of JSON and TypeScript does not know yet. */
interface SourceJson {
  parse(text: string, reviver: Reviver): unknown;
  rawJSON(text: string): object;
  isRawJSON(value: unknown): boolean;
}
type Reviver = (name: string, value: unknown, context: { source?: string }) => unknown;

const json = JSON as unknown as SourceJson;

/**
 * JSON.parse for what is written again: a number of more digits than a double has is kept as its own text, and
 * JSON.stringify writes it so. Other numbers are numbers. Values of the fields in `without` are left out. Throws for what
 * is no JSON.
 */
export const parseExactly = (text: string, without?: ReadonlySet<string>): unknown =>
  json.parse(text, (name, value, { source }) => {
    if (without?.has(name)) return undefined;
    if (typeof value !== 'number' || source === undefined || isExact(value, source)) return value;
    return json.rawJSON(source);
  });

/** True for a number that was kept as its text. */
export const isRawNumber = (value: unknown): boolean => json.isRawJSON(value);

const isExact = (value: number, source: string): boolean =>
  String(value) === source || decimalOf(String(value)) === decimalOf(source);

/** One text for each number: 1.50, 15e-1 and 1.5 are the same. */
function decimalOf(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(text) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  const power = Number(exponent) - fraction.length + digits.length - significant.length;
  return significant === '' ? '0' : `${sign}${significant}e${power}`;
}

/** The digits of a number of JSON, as they came; undefined for what is no number. */
export function numberText(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined;
  return isRawNumber(value) ? JSON.stringify(value) : undefined;
}
