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
  select: string;
  /** The column that orders, newest (highest) first. */
  key: string;
  cast: 'uuid' | 'integer';
  where: string[];
  values: unknown[];
  /** True where no value can make another plan the better one: each connection then plans the statement once. */
  planOnce: boolean;
}

const nameOf = createStatementNamer(100);

/** One page by its key: one statement, one row more than asked to know whether there is more. */
export async function keyset<R extends object>(
  sql: Sql,
  page: Page,
  { select, key, cast, where, values, planOnce }: KeysetQuery,
): Promise<PageOf<R>> {
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const backwards = page.last !== undefined;
  const size = Math.trunc(page.first ?? page.last ?? 100);
  const bounds = [
    ...(page.after === undefined ? [] : [`${key} < ${bind(page.after)}::${cast}`]),
    ...(page.before === undefined ? [] : [`${key} > ${bind(page.before)}::${cast}`]),
  ];
  const conditions = [...where, ...bounds].join(' AND ') || 'true';
  // The size stands in the text: with a parameter PostgreSQL could not know how few rows are wanted.
  const text = `${select} WHERE ${conditions} ORDER BY ${key} ${backwards ? 'ASC' : 'DESC'} LIMIT ${size + 1}`;
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
