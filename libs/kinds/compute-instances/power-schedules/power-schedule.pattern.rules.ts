import { dayMs } from '#libs/time-zones';
import { parseCron, type CronFields } from './power-schedule.cron.rules.js';
import {
  weekDays,
  type PowerTrigger,
  type RecurrenceFrequency,
  type RecurrenceTrigger,
} from './power-schedule.schema.js';

/** The days on which a trigger fires, and the minutes of each. Days count from 1970-01-01, months from January 1970. */
export interface FiringPattern {
  inMonth(month: number): boolean;
  onDay(day: number, dayOfMonth: number): boolean;
  /** Minutes after midnight on the zone's clock, rising. */
  minutes: number[];
}

/**
 * When a trigger fires on its own zone's clock; undefined where that cannot be said: an expression NCronTab does not
 * take, a recurrence by MINUTE or HOUR. Every second day, week or month counts from the one of `anchor`, the day of
 * `startTime` or, without one, the day asked about. Weeks start on Monday (unverified: Azure does not say).
 */
export function patternOf(trigger: PowerTrigger, anchor: number): FiringPattern | undefined {
  if ('recurrence' in trigger) return recurrencePattern(trigger.recurrence, anchor);
  const fields = parseCron(trigger.cron.expression);
  return fields.ok ? cronPattern(fields.value) : undefined;
}

function cronPattern({ minutes, hours, days, months, weekDays }: CronFields): FiringPattern {
  return {
    inMonth: (month) => months.includes(modulo(month, 12) + 1),
    onDay: (day, dayOfMonth) =>
      days.includes(dayOfMonth) && weekDays.includes((weekDayOf(day) + 1) % 7),
    minutes: minutesOfDay(hours, minutes),
  };
}

type DayPattern = Pick<FiringPattern, 'inMonth' | 'onDay'>;
const everyMonth = (): boolean => true;

const recurrenceDays: Record<
  RecurrenceFrequency,
  ((recurrence: RecurrenceTrigger, anchor: number) => DayPattern) | undefined
> = {
  MINUTE: undefined,
  HOUR: undefined,
  // Days of the week are none of ours with DAY; what was made elsewhere may have them, as Microsoft's own sample has.
  DAY: ({ interval, weekDays: names }, anchor) => {
    const days = weekDaysOf(names);
    return {
      inMonth: everyMonth,
      onDay: (day) =>
        modulo(day - anchor, interval) === 0 && (days.size === 0 || days.has(weekDayOf(day))),
    };
  },
  WEEK: (recurrence, anchor) => {
    const days = weekDaysOf(recurrence.weekDays);
    return {
      inMonth: everyMonth,
      onDay: (day) =>
        days.has(weekDayOf(day)) && modulo(weekOf(day) - weekOf(anchor), recurrence.interval) === 0,
    };
  },
  MONTH: ({ interval, monthDays }, anchor) => ({
    inMonth: (month) => modulo(month - monthOf(anchor), interval) === 0,
    onDay: (_, dayOfMonth) => monthDays.includes(dayOfMonth),
  }),
};

const weekDaysOf = (names: RecurrenceTrigger['weekDays']): Set<number> =>
  new Set(names.map((name) => weekDays.indexOf(name)));

function recurrencePattern(
  recurrence: RecurrenceTrigger,
  anchor: number,
): FiringPattern | undefined {
  const days = recurrenceDays[recurrence.frequency]?.(recurrence, anchor);
  const { hours, minutes, interval } = recurrence;
  return days && interval >= 1 ? { ...days, minutes: minutesOfDay(hours, minutes) } : undefined;
}

const minutesOfDay = (hours: readonly number[], minutes: readonly number[]): number[] =>
  rising(hours).flatMap((hour) => rising(minutes).map((minute) => hour * 60 + minute));

const rising = (values: readonly number[]): number[] =>
  [...new Set(values)].toSorted((a, b) => a - b);

/** How far a search goes: two occurrences of the rarest day, 29 February on a given weekday, are 40 years apart at most. */
const searchedMonths = 41 * 12;

/** The days from `from` on that a pattern fires on, as they come. */
export function* firingDays(pattern: FiringPattern, from: number): Generator<number> {
  const first = monthOf(from);
  for (let month = first; month <= first + searchedMonths; month += 1) {
    if (!pattern.inMonth(month)) continue;
    const [start, end] = [firstDayOf(month), firstDayOf(month + 1)];
    for (let day = Math.max(start, from); day < end; day += 1)
      if (pattern.onDay(day, day - start + 1)) yield day;
  }
}

const modulo = (value: number, by: number): number => ((value % by) + by) % by;

/** 0 is Monday; 1970 began on a Thursday. */
const weekDayOf = (day: number): number => modulo(day + 3, 7);
const weekOf = (day: number): number => Math.floor((day + 3) / 7);

function monthOf(day: number): number {
  const date = new Date(day * dayMs);
  return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
}

const firstDayOf = (month: number): number => Date.UTC(1970, month) / dayMs;
