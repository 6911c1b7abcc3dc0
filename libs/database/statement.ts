import { nameOf } from './name-statements.js';

/** A piece of SQL: text, and the names of values that go there. */
export interface Fragment<Names extends string = never> {
  readonly parts: readonly (string | { readonly value: Names })[];
}

type Piece<Names extends string> = Names | Fragment<Names> | number;

/** What `Sql.query` runs; its rows are `Row`. */
export interface Query<Row extends object> {
  /** Only of prepared statements. */
  name?: string;
  text: string;
  values: unknown[];
  /** For the compiler alone. */
  readonly row?: Row;
}

type Statement<Values extends object, Row extends object> = (values: Values) => Query<Row>;

/** SQL of our own words, as it stands. Never what somebody sent. */
export const raw = (text: string): Fragment => ({ parts: [text] });

/** The text of a fragment that takes no values, for statements whose text is made as they are needed. */
export const fragmentText = ({ parts }: Fragment): string =>
  parts.filter((part) => typeof part === 'string').join('');

/** Tag for SQL that statements share: `${'name'}` stands for a value, numbers and other fragments for their text. */
export const fragment = <Names extends string = never>(
  texts: TemplateStringsArray,
  ...pieces: Piece<Names>[]
): Fragment<Names> => ({
  parts: texts.flatMap((text, at) => [text, ...partsOf(pieces[at] ?? raw(''))]),
});

function partsOf<Names extends string>(piece: Piece<Names>): Fragment<Names>['parts'] {
  if (typeof piece === 'number') return [String(piece)];
  return typeof piece === 'string' ? [{ value: piece }] : piece.parts;
}

/**
 * Tag for a statement whose values have names: `${'name'}` stands for the field of `Values`, wherever it is used. The
 * text is made once; a call with the values answers what `Sql.query` takes.
 */
export function statement<Values extends object, Row extends object = object>(
  texts: TemplateStringsArray,
  ...pieces: Piece<keyof Values & string>[]
): Statement<Values, Row> {
  const { text, valuesOf } = numbered<Values>(fragment(texts, ...pieces));
  return (values) => ({ text, values: valuesOf(values) });
}

/** The same for a statement that each connection plans once. */
export function prepared<Values extends object, Row extends object = object>(
  texts: TemplateStringsArray,
  ...pieces: Piece<keyof Values & string>[]
): Statement<Values, Row> {
  const { text, valuesOf } = numbered<Values>(fragment(texts, ...pieces));
  const name = nameOf(text);
  return (values) => ({ name, text, values: valuesOf(values) });
}

/** The text as PostgreSQL takes it, and what puts the values in the order of $1, $2 and so on. */
function numbered<Values extends object>({ parts }: Fragment<keyof Values & string>) {
  const names = [
    ...new Set(parts.flatMap((part) => (typeof part === 'string' ? [] : [part.value]))),
  ];
  const places = parts.map((part) =>
    typeof part === 'string' ? part : `$${names.indexOf(part.value) + 1}`,
  );
  return {
    text: places.join(''),
    valuesOf: (values: Values): unknown[] => names.map((name) => values[name]),
  };
}
