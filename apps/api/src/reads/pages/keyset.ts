import { createStatementNamer, type Sql } from '#libs/database';
import { countRows, type Counted, type TotalCount } from './count.js';
import { newestFirst, type Order } from './order.js';

/** A row by what orders it: its key, and in the order of names its name too. */
export interface Place {
  key: string;
  name?: string;
}

export interface Page {
  first?: number;
  last?: number;
  after?: Place;
  before?: Place;
  /** Newest first where absent. */
  order?: Order;
}

export interface PageOf<R> {
  /** Newest first where absent. */
  order?: Order;
  rows: R[];
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  /** Counts what the list has in all, as often as it is asked; absent where that was not to be asked. */
  count?: () => Promise<TotalCount>;
}

export interface KeysetQuery {
  columns: string;
  /** What rows are of; where they are sought through holders, one table. */
  from: string;
  /** Absent: rows are sought at large. */
  through?: Through | undefined;
  /** The column that orders by time, the newest has the highest; its alias is that of `from`. */
  key: string;
  /** The column of names, where there are any. */
  name?: string;
  cast: 'uuid' | 'integer';
  where: string[];
  values: unknown[];
  /** What is counted, where it is not `where` alone. */
  counted?: () => Counted;
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

const nameOf = createStatementNamer(100, 3);

/** Sizes that are read: each is another text, and only so many texts have names. */
const sizes = [1, 2, 5, 10, 20, 30, 40, 50, 60, 80, 100, 1_000, 10_000];

/** How many rows are read for a page of a size, which is cut from them. */
const readFor = (size: number): number => sizes.find((one) => one >= size) ?? size;

/** One page by its key: one statement, one row more than asked to know whether there is more. */
export async function keyset<R extends object>(
  sql: Sql,
  page: Page,
  {
    columns,
    from,
    through,
    key,
    name: nameColumn,
    cast,
    where,
    values,
    counted,
    planOnce,
  }: KeysetQuery,
): Promise<PageOf<R>> {
  const all = { from, where: [...where], values: [...values] };
  const { order = newestFirst, last } = page;
  const backwards = last !== undefined;
  const size = Math.trunc(page.first ?? last ?? 100);
  const direction = (order.direction === 'ASC') === backwards ? 'DESC' : 'ASC';
  const [onwards, back] = order.direction === 'ASC' ? (['>', '<'] as const) : (['<', '>'] as const);
  const bind = (value: unknown, type: string): string =>
    (planOnce ? hidden : typed)(`$${values.push(value)}`, type);
  const led = order.field === 'NAME' ? [] : (through?.columns ?? []);
  const names = order.field === 'NAME' ? [inOrderOf(nameColumn ?? '')] : [];
  const placed = ({ key: id, name }: Place): string[] => [
    ...names.map(() => inOrderOf(bind(name, 'text'))),
    bind(id, cast),
  ];
  const bounds = [
    bounded(led, [...names, key], onwards, page.after && placed(page.after)),
    bounded(led, [...names, key], back, page.before && placed(page.before)),
  ].flat();
  const conditions = [...where, ...bounds].join(' AND ') || 'true';
  const inOrder = (columns: readonly string[]): string =>
    `ORDER BY ${columns.map((column) => `${column} ${direction}`).join()}`;
  // The size stands in the text: with a parameter PostgreSQL could not know how few rows are wanted.
  const limit = `LIMIT ${readFor(size) + 1}`;
  const sought = `${from} WHERE ${conditions} ${inOrder([...led.map(([column]) => column), ...names, key])} ${limit}`;
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
    order,
    count: () => countRows(sql, counted?.() ?? all),
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
  keys: readonly string[],
  than: '<' | '>',
  place: readonly string[] | undefined,
): string[] {
  const [columns, holder] = [led.map(([column]) => column), led.map(([, of]) => of)];
  if (place) return [`(${[...columns, ...keys].join()}) ${than} (${[...holder, ...place].join()})`];
  return led.length === 0 ? [] : [`(${columns.join()}) ${than}= (${holder.join()})`];
}

/** Names compare without case, and everywhere alike: as the index has them, whatever the language of the database. */
const inOrderOf = (name: string): string => `lower(${name}) COLLATE "C"`;
