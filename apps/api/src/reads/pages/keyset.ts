import { createStatementNamer, type Sql } from '#libs/database';

export interface Page {
  first?: number;
  last?: number;
  after?: string;
  before?: string;
}

export interface PageOf<R> {
  rows: R[];
  hasNextPage: boolean;
  hasPreviousPage: boolean;
}

export interface KeysetQuery {
  columns: string;
  /** What rows are of; where they are sought through holders, one table. */
  from: string;
  /** Absent: rows are sought at large. */
  through?: Through | undefined;
  /** The column that orders, newest (highest) first; its alias is that of `from`. */
  key: string;
  cast: 'uuid' | 'integer';
  where: string[];
  values: unknown[];
  /**
   * True where no value can make another plan the better one: each connection then plans the statement once. Its values must
   * be `hidden`.
   */
  planOnce: boolean;
}

/**
 * What leads to rows by an index that has those of each holder in the order of the page, so that no more are read of any
 * of them than a page has, be they few or many.
 */
export interface Through {
  /** SQL of the holders, one by one. */
  of: string;
  /** The columns that the index begins with, before that of the key, and what each is in a holder. */
  columns: readonly (readonly [column: string, holder: string])[];
}

/**
 * A value that PostgreSQL does not look at when it plans. It keeps planning a prepared statement anew while plans for the
 * values at hand promise to be cheaper than one for all; where it sees no values, both are the same.
 */
export const hidden = (parameter: string, type: string): string =>
  `(SELECT ${parameter}::${type})::${type}`;

/** A value that PostgreSQL plans by. */
export const typed = (parameter: string, type: string): string => `${parameter}::${type}`;

/** Rows of these ids, e.g. teams, each as `holder.id`. */
export const holders = (ids: string): string => `unnest(${hidden(ids, 'uuid[]')}) AS holder (id)`;

const nameOf = createStatementNamer(100);

/** One page by its key: one statement, one row more than asked to know whether there is more. */
export async function keyset<R extends object>(
  sql: Sql,
  page: Page,
  { columns, from, through, key, cast, where, values, planOnce }: KeysetQuery,
): Promise<PageOf<R>> {
  const bind = (value: unknown): string => {
    const parameter = `$${values.push(value)}`;
    return (planOnce ? hidden : typed)(parameter, cast);
  };
  const backwards = page.last !== undefined;
  const size = Math.trunc(page.first ?? page.last ?? 100);
  const direction = backwards ? 'ASC' : 'DESC';
  const led = through?.columns ?? [];
  const after = page.after === undefined ? undefined : bind(page.after);
  const before = page.before === undefined ? undefined : bind(page.before);
  const bounds = [bounded(led, key, '<', after), bounded(led, key, '>', before)].flat();
  const conditions = [...where, ...bounds].join(' AND ') || 'true';
  const inOrder = (columns: readonly string[]): string =>
    `ORDER BY ${columns.map((column) => `${column} ${direction}`).join()}`;
  // The size stands in the text: with a parameter PostgreSQL could not know how few rows are wanted.
  const limit = `LIMIT ${size + 1}`;
  const sought = `${from} WHERE ${conditions} ${inOrder([...led.map(([column]) => column), key])} ${limit}`;
  const alias = key.split('.', 1)[0];
  const text = through
    ? `SELECT ${columns} FROM (SELECT ${alias}.* FROM ${through.of}, LATERAL (SELECT * FROM ${sought}) ${alias}
        ${inOrder([key])} ${limit}) ${alias} ${inOrder([key])}`
    : `SELECT ${columns} FROM ${sought}`;
  const name = planOnce ? nameOf({ sql: text }) : '';
  const { rows } = await sql.query<R>({ name, text, values });
  const more = rows.length > size;
  const shown = rows.slice(0, size);
  return {
    rows: backwards ? shown.reverse() : shown,
    hasNextPage: backwards ? page.before !== undefined : more,
    hasPreviousPage: backwards ? more : page.after !== undefined,
  };
}

/**
 * Where a page ends on one side. The columns that lead to the rows are compared as one with the key and never by `=`, and are
 * part of the order: were they equal to something, PostgreSQL could take the index of the key alone for in order too, and read
 * rows of all holders until it has enough of the one that has few.
 */
function bounded(
  led: Through['columns'],
  key: string,
  than: '<' | '>',
  cursor: string | undefined,
): string[] {
  if (led.length === 0) return cursor === undefined ? [] : [`${key} ${than} ${cursor}`];
  const [columns, holder] = [led.map(([column]) => column), led.map(([, of]) => of)];
  return cursor === undefined
    ? [`(${columns.join()}) ${than}= (${holder.join()})`]
    : [`(${[...columns, key].join()}) ${than} (${[...holder, cursor].join()})`];
}
