import type { Conditions } from './conditions.js';

/** How far the clock that made an id may be from the one that says when its row was made. */
const slackMs = 3_600_000;
const lastMs = 2 ** 48 - 1;

/** The lowest id of version 7 (RFC 9562, 5.7) that could be made at a time, which before 1970 is the lowest of all. */
function lowestIdAt(milliseconds: number): string {
  const ms = Math.min(Math.max(Math.floor(milliseconds), 0), lastMs);
  const hex = ms.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

/** No row that was made at or after has a lower id. */
export const lowestIdFrom = (from: Date): string => lowestIdAt(from.getTime() - slackMs);

/** Every row that was made before has a lower id. */
export const lowestIdAfter = (to: Date): string => lowestIdAt(to.getTime() + slackMs);

type Add = Pick<Conditions, 'add'>;

/**
 * Rows that were made in a span of time. Ids begin with the time they were made at: bounds on them, an hour wider, let an index
 * by id serve what the column decides that says when.
 */
export function addMadeBetween(
  { add }: Add,
  alias: string,
  from: Date | undefined,
  to: Date | undefined,
  column = 'created_at',
): void {
  add(from, (p) => `${alias}.${column} >= ${p}::timestamptz`);
  add(from && lowestIdFrom(from), (p) => `${alias}.id >= ${p}::uuid`);
  addBefore({ add }, alias, column, to);
}

/** Rows to which something happened in a span of time after they were made. */
export function addHappenedBetween(
  { add }: Add,
  alias: string,
  column: string,
  from: Date | undefined,
  to: Date | undefined,
): void {
  add(from, (p) => `${alias}.${column} >= ${p}::timestamptz`);
  addBefore({ add }, alias, column, to);
}

/** What happened to them before a time happened to rows that had been made by then. */
function addBefore({ add }: Add, alias: string, column: string, to: Date | undefined): void {
  add(to, (p) => `${alias}.${column} < ${p}::timestamptz`);
  add(to && lowestIdAfter(to), (p) => `${alias}.id < ${p}::uuid`);
}
