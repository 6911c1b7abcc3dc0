import { dayMs, findTimeZone, instantsOf, localDay } from '#libs/time-zones';
import { firingDays, patternOf } from './power-schedule.pattern.rules.js';
import type { PowerSchedule, PowerTrigger } from './power-schedule.schema.js';
import { readStartTime } from './power-schedule.start-time.rules.js';

/**
 * The next times in UTC, after `after`, at which a schedule fires; none where it is disabled, never fires, or cannot be
 * read (a zone or an expression that the rules refuse, a recurrence by MINUTE or HOUR).
 *
 * The clock is that of the Windows zone, by which Azure goes. Where it is put back, a time that comes twice fires the
 * first time only; where it is put forward, a time left out fires as long after the change as it would have come: 02:30
 * at 03:30. So does Logic Apps (its page on daylight saving time), whose recurrences these are by Azure's
 * documentation; for cron expressions it is unverified.
 *
 * A recurrence without `startTime` counts its intervals from the day, week or month of `after`: Azure counts from when
 * it took the schedule, which it does not tell.
 */
export function nextFireTimes(schedule: PowerSchedule, after: Date, count: number): Date[] {
  const { timeZone, startTime } = clockOf(schedule.trigger);
  const zone = findTimeZone(timeZone);
  if (schedule.status === 'DISABLED' || !zone) return [];
  const start = startTime === null ? undefined : startOf(startTime, zone.clock);
  const earliest = Math.max(after.getTime() + 1, start?.instant ?? -Infinity);
  const today = localDay(zone.clock, earliest);
  const pattern = patternOf(schedule.trigger, start?.day ?? today);
  if (!pattern) return [];
  // A time left out yesterday may fire today.
  const days = firingDays(pattern, today - 1);
  return firstInstants(zone.clock, pattern.minutes, days, earliest, count);
}

export const clockOf = (trigger: PowerTrigger): { timeZone: string; startTime: string | null } =>
  'cron' in trigger ? trigger.cron : trigger.recurrence;

function firstInstants(
  clock: string,
  minutes: readonly number[],
  days: Iterable<number>,
  earliest: number,
  count: number,
): Date[] {
  const found = new Set<number>();
  for (const day of days) {
    for (const instant of instantsOf(clock, day, minutes))
      if (instant >= earliest) found.add(instant);
    if (found.size >= count) break;
  }
  const rising = [...found].toSorted((a, b) => a - b);
  return rising.slice(0, count).map((instant) => new Date(instant));
}

function startOf(startTime: string, clock: string): { day: number; instant: number } | undefined {
  const reading = readStartTime(startTime);
  if (reading === undefined) return undefined;
  const day = Math.floor(reading / dayMs);
  const [instant = reading] = instantsOf(clock, day, [(reading - day * dayMs) / 60_000]);
  return { day, instant };
}
