import { utcOffset } from '#libs/time-zones';

/** What the clocks of an IANA zone show at `utcMs`, as the milliseconds at which UTC shows the same. */
export const localMs = (zone: string, utcMs: number): number => utcMs + utcOffset(zone, utcMs);

const dayMs = 24 * 3600 * 1000;

/**
 * The moments at which the clocks of a zone show times of one day (`times` in milliseconds from its start `startMs`). A
 * time that clocks pass twice is meant the first time; one that they jump over comes later by the jump.
 */
export function utcTimes(zone: string, startMs: number, times: readonly number[]): number[] {
  const before = utcOffset(zone, startMs - dayMs);
  const after = utcOffset(zone, startMs + 2 * dayMs);
  return times.map((time) => {
    const local = startMs + time;
    if (before === after) return local - before;
    const isAfter = utcOffset(zone, local - before) !== before;
    return isAfter && utcOffset(zone, local - after) === after ? local - after : local - before;
  });
}
