import { createStatementNamer, type Sql } from '#libs/database';
import { countRows, type Counted, type TotalCount } from './count.js';
import { allOf, hidden, typed } from './conditions.js';
import { newestFirst, type Order } from './order.js';
import { sought, type Through } from './through-holders.js';

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
  cast: 'uuid' | 'integer' | 'bigint';
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
  const names = order.field === 'NAME' ? [inOrderOf(nameColumn ?? '')] : [];
  const placed = ({ key: id, name }: Place): string[] => [
    ...names.map(() => inOrderOf(bind(name, 'text'))),
    bind(id, cast),
  ];
  const [after, before] = [page.after && placed(page.after), page.before && placed(page.before)];
  const boundsFrom = (led: Through['columns']): string[] => [
    ...bounded(led, [...names, key], onwards, after),
    ...bounded(led, [...names, key], back, before),
  ];
  const inOrder = (columns: readonly string[]): string =>
    `ORDER BY ${columns.map((column) => `${column} ${direction}`).join()}`;
  // The size stands in the text: with a parameter PostgreSQL could not know how few rows are wanted.
  const limit = readFor(size) + 1;
  const text = through
    ? sought(through, { columns, from, key, where, boundsFrom, inOrder, limit })
    : `SELECT ${columns} FROM ${from} WHERE ${allOf([...where, ...boundsFrom([])])} ${inOrder([...names, key])} LIMIT ${limit}`;
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
