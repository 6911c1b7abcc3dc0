import { allOf, hidden } from './conditions.js';

/**
 * What leads to rows by an index that has those of each holder in the order of the page, so that no more are read of any
 * of them than a page has, be they few or many.
 */
export interface Through {
  /** The parameter of the holders' ids, e.g. of teams: each is `holder.id`. */
  ids: string;
  /** SQL of what else leads to rows, beside each of them. */
  beside?: string;
  /** The columns that the index begins with, before that of the key, and what each is in a holder. */
  columns: readonly (readonly [column: string, holder: string])[];
  /** What rows are that it leads to, for where they are sought at large. */
  among: readonly string[];
}

interface Sought {
  columns: string;
  from: string;
  key: string;
  where: readonly string[];
  boundsFrom: (led: Through['columns']) => readonly string[];
  inOrder: (columns: readonly string[]) => string;
  limit: number;
}

/** So many holders have more read of them by an index each than the newest of all rows are. */
const fromHolders = 5;
/** So many of all rows are looked through for a page of those that have many holders. */
const mostLookedThrough = 1_000;

/**
 * The statement of a page of rows that somebody holds. By an index of the holders no more is read of each than a page has;
 * of many holders that is much, and mostly theirs is a good part of all that there is: the page is sought among all rows
 * first then, through so many and no more, and by holders where these have too few of them (ADR 0067). The rows themselves
 * are read once it is known which.
 */
export function sought(through: Through, page: Sought): string {
  const { columns, from, key, inOrder, limit } = page;
  const isFull = `(SELECT count(*) FROM near) = ${limit}`;
  return `WITH near AS MATERIALIZED (${amongAll(through, page)})
    SELECT ${columns} FROM (
      SELECT key FROM (
        SELECT key FROM near WHERE ${isFull} UNION ALL SELECT key FROM (${byHolders(through, page)}) held WHERE NOT ${isFull}) found
      ${inOrder(['key'])} LIMIT ${limit}) page JOIN ${from} ON ${key} = page.key ${inOrder([key])}`;
}

function amongAll(
  { ids, among }: Through,
  { from, key, where, boundsFrom, inOrder, limit }: Sought,
): string {
  const isMany = `(SELECT cardinality(${ids}::uuid[]) >= ${fromHolders})`;
  const newest = `SELECT * FROM ${from} WHERE ${allOf(boundsFrom([]))} ${inOrder([key])} LIMIT ${mostLookedThrough}`;
  return `SELECT ${key} AS key FROM (${newest}) ${aliasOf(key)} WHERE ${allOf([isMany, ...among, ...where])}
    ${inOrder([key])} LIMIT ${limit}`;
}

function byHolders(
  { ids, beside, columns }: Through,
  { from, key, where, boundsFrom, inOrder, limit }: Sought,
): string {
  const holders = `unnest(${hidden(ids, 'uuid[]')}) AS holder (id)${beside ? `, ${beside}` : ''}`;
  const led = inOrder([...columns.map(([column]) => column), key]);
  return `SELECT held.key FROM ${holders}, LATERAL (
    SELECT ${key} AS key FROM ${from} WHERE ${allOf([...where, ...boundsFrom(columns)])} ${led} LIMIT ${limit}) held`;
}

const aliasOf = (key: string): string => key.split('.', 1)[0] ?? key;
