import type { Conditions } from './conditions.js';

/** How far the clock that made an id may be from the one that says when its row was made. */
const slackMs = 3_600_000;
const lastMs = 2 ** 48 - 1;

/** The lowest id of version 7 (RFC 9562, 5.7) that could be made at a time, which before 1970 is the lowest of all. */
export function lowestIdAt(milliseconds: number): string {
  const ms = Math.min(Math.max(Math.floor(milliseconds), 0), lastMs);
  const hex = ms.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

/**
 * Rows that were made in a span of time. Ids begin with the time they were made at: bounds on them, an hour wider, let an index
 * by id serve what `created_at` decides.
 */
export function addMadeBetween(
  { add }: Pick<Conditions, 'add'>,
  alias: string,
  from: Date | undefined,
  to: Date | undefined,
): void {
  add(from, (p) => `${alias}.created_at >= ${p}::timestamptz`);
  add(to, (p) => `${alias}.created_at < ${p}::timestamptz`);
  add(from && lowestIdAt(from.getTime() - slackMs), (p) => `${alias}.id >= ${p}::uuid`);
  add(to && lowestIdAt(to.getTime() + slackMs), (p) => `${alias}.id < ${p}::uuid`);
}
