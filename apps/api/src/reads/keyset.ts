import type { Sql } from '#libs/database';

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
}

/** One page by its key: one statement, one row more than asked to know whether there is more. */
export async function keyset<R extends object>(
  sql: Sql,
  page: Page,
  { select, key, cast, where, values }: KeysetQuery,
): Promise<PageOf<R>> {
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const backwards = page.last !== undefined;
  const size = page.first ?? page.last ?? 100;
  const bounds = [
    ...(page.after === undefined ? [] : [`${key} < ${bind(page.after)}::${cast}`]),
    ...(page.before === undefined ? [] : [`${key} > ${bind(page.before)}::${cast}`]),
  ];
  const conditions = [...where, ...bounds].join(' AND ') || 'true';
  const text = `${select} WHERE ${conditions} ORDER BY ${key} ${backwards ? 'ASC' : 'DESC'} LIMIT ${bind(size + 1)}::integer`;
  const { rows } = await sql.query<R>(text, values);
  const more = rows.length > size;
  const shown = rows.slice(0, size);
  return {
    rows: backwards ? shown.reverse() : shown,
    hasNextPage: backwards ? page.before !== undefined : more,
    hasPreviousPage: backwards ? more : page.after !== undefined,
  };
}
