import type { PowerSchedule, ScheduleRecurrence } from '../instance-settings.js';
import { localMs, utcTimes } from './local-time.js';
import { readCron } from './read-cron.js';
import { ianaZone } from './windows-time-zones.js';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** The 29th of February on a certain weekday comes once in 28 years at the latest. */
const horizonDays = 28 * 366;

/** Days are counted from 1970, as the zone's calendar has them. */
interface DailyPlan {
  firesOn(day: number): boolean;
  hours: readonly number[];
  minutes: readonly number[];
}

/** When a schedule fires first after `afterMs`; undefined where it is disabled or never does. Intervals count from `startTime`, or from `sinceMs`. */
export function nextFireMs(
  schedule: PowerSchedule,
  afterMs: number,
  sinceMs: number,
): number | undefined {
  const trigger = schedule.cron ?? schedule.recurrence;
  const zone = trigger && ianaZone(trigger.timeZone);
  if (schedule.status === 'Disabled' || !trigger || zone === undefined) return undefined;
  const startLocalMs = trigger.startTime ? Date.parse(`${trigger.startTime}Z`) : undefined;
  const startMs = startLocalMs === undefined ? sinceMs : utcAt(zone, startLocalMs);
  const fromMs = Math.max(afterMs, startMs - 1);
  const { recurrence } = schedule;
  const isShort = recurrence?.frequency === 'Minute' || recurrence?.frequency === 'Hour';
  if (recurrence && isShort) return nextStep(recurrence, fromMs, startMs);
  const plan = recurrence
    ? planOfRecurrence(recurrence, startLocalMs ?? localMs(zone, sinceMs))
    : planOfCron(schedule.cron?.expression ?? '');
  return plan && nextInPlan(plan, zone, fromMs);
}

const utcAt = (zone: string, local: number): number => {
  const start = Math.floor(local / dayMs) * dayMs;
  return utcTimes(zone, start, [local - start])[0] ?? local;
};

/** Every so many minutes or hours, whatever the clocks do. */
function nextStep(
  { frequency, interval }: ScheduleRecurrence,
  afterMs: number,
  startMs: number,
): number {
  const first = Math.ceil(startMs / minuteMs) * minuteMs;
  const stepMs = interval * minuteMs * (frequency === 'Hour' ? 60 : 1);
  return first + Math.max(0, Math.floor((afterMs - first) / stepMs) + 1) * stepMs;
}

function nextInPlan(plan: DailyPlan, zone: string, afterMs: number): number | undefined {
  const times = plan.hours.flatMap((hour) =>
    plan.minutes.map((minute) => (hour * 60 + minute) * minuteMs),
  );
  const earliest = Math.floor(afterMs / dayMs) - 2;
  for (let day = earliest; day < earliest + horizonDays; day += 1) {
    if (!plan.firesOn(day)) continue;
    const due = utcTimes(zone, day * dayMs, times).filter((atMs) => atMs > afterMs);
    if (due.length > 0) return Math.min(...due);
  }
  return undefined;
}

const dateOf = (day: number): Date => new Date(day * dayMs);

function planOfCron(expression: string): DailyPlan | undefined {
  const cron = readCron(expression);
  return (
    cron && {
      hours: cron.hours,
      minutes: cron.minutes,
      firesOn: (day) => {
        const date = dateOf(day);
        return (
          cron.months.has(date.getUTCMonth() + 1) &&
          cron.monthDays.has(date.getUTCDate()) &&
          cron.weekDays.has(date.getUTCDay())
        );
      },
    }
  );
}

const weekDayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

function planOfRecurrence(recurrence: ScheduleRecurrence, anchorMs: number): DailyPlan {
  const anchor = new Date(anchorMs);
  const { hours = [], minutes = [] } = recurrence.schedule ?? {};
  return {
    hours: hours.length > 0 ? hours : [anchor.getUTCHours()],
    minutes: minutes.length > 0 ? minutes : [anchor.getUTCMinutes()],
    firesOn: dayRules[recurrence.frequency as LongFrequency](recurrence, anchor),
  };
}

type LongFrequency = 'Day' | 'Week' | 'Month';
type DayRule = (recurrence: ScheduleRecurrence, anchor: Date) => (day: number) => boolean;

const dayOf = (date: Date): number => Math.floor(date.getTime() / dayMs);
/** Weeks begin on Monday; 1970 began on a Thursday. */
const weekOf = (day: number): number => Math.floor((day + 3) / 7);
const monthOf = (date: Date): number => date.getUTCFullYear() * 12 + date.getUTCMonth();
const isTurn = (passed: number, interval: number): boolean => passed % interval === 0;

const dayRules: Readonly<Record<LongFrequency, DayRule>> = {
  Day:
    ({ interval, schedule }, anchor) =>
    (day) =>
      isTurn(day - dayOf(anchor), interval) && isWeekDay(schedule?.weekDays, day),
  Week: ({ interval, schedule }, anchor) => {
    const given = schedule?.weekDays ?? [];
    const names = given.length > 0 ? given : [weekDayNames[anchor.getUTCDay()] ?? ''];
    return (day) => isTurn(weekOf(day) - weekOf(dayOf(anchor)), interval) && isWeekDay(names, day);
  },
  Month: ({ interval, schedule }, anchor) => {
    const given = schedule?.monthDays ?? [];
    const days = given.length > 0 ? given : [anchor.getUTCDate()];
    return (day) =>
      isTurn(monthOf(dateOf(day)) - monthOf(anchor), interval) &&
      days.includes(dateOf(day).getUTCDate());
  },
};

const isWeekDay = (names: readonly string[] | null | undefined, day: number): boolean =>
  !names || names.length === 0 || names.includes(weekDayNames[dateOf(day).getUTCDay()] ?? '');
