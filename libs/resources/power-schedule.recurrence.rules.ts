import {
  caution,
  nothing,
  refusal,
  together,
  type FieldPath,
  type Findings,
} from './findings.rules.js';
import { readStartTime } from './power-schedule.start-time.rules.js';
import type { RecurrenceTrigger } from './power-schedule.schema.js';

type AskedFrequency = 'DAY' | 'WEEK' | 'MONTH';

/** The longest intervals of Logic Apps, whose recurrences these are by Azure's documentation. */
const longestIntervals: Record<AskedFrequency, number> = { DAY: 500, WEEK: 71, MONTH: 16 };
const units: Record<AskedFrequency, string> = { DAY: 'day', WEEK: 'week', MONTH: 'month' };

/** A recurrence by day, week or month at named hours and minutes, on days that its frequency has; its clock apart. */
export function checkRecurrence(recurrence: RecurrenceTrigger, path: FieldPath): Findings {
  const { frequency, hours, minutes } = recurrence;
  const times = together(
    checkNumbers(hours, 0, 23, [...path, 'hours']),
    checkNumbers(minutes, 0, 59, [...path, 'minutes']),
  );
  if (frequency === 'MINUTE' || frequency === 'HOUR')
    return together(refuseFrequency(frequency, [...path, 'frequency']), times);
  return together(
    checkInterval(recurrence, frequency, path),
    times,
    checkWeekDays(recurrence, [...path, 'weekDays']),
    checkMonthDays(recurrence, [...path, 'monthDays']),
  );
}

const refuseFrequency = (frequency: string, field: FieldPath): Findings =>
  refusal(
    'INVALID_INPUT',
    field,
    `Azure wants hours and minutes in every recurrence and does not say what they mean with ${frequency}: take DAY, WEEK or MONTH, or a cron expression such as 0 */2 * * *.`,
  );

function checkInterval(
  { interval, startTime }: RecurrenceTrigger,
  frequency: AskedFrequency,
  path: FieldPath,
): Findings {
  const [field, longest, unit] = [
    [...path, 'interval'],
    longestIntervals[frequency],
    units[frequency],
  ];
  if (!Number.isInteger(interval) || interval < 1 || interval > longest)
    return refusal(
      'INVALID_INPUT',
      field,
      `must be a whole number from 1 to ${longest} with ${frequency}`,
    );
  if (interval === 1 || startTime !== null) return nothing;
  return caution(
    'INTERVAL_WITHOUT_START_TIME',
    [...path, 'startTime'],
    `Without a startTime Azure counts every ${interval} ${unit}s from when it takes the schedule; the fire times shown count from the current ${unit}.`,
  );
}

function checkNumbers(
  values: readonly number[],
  from: number,
  to: number,
  field: FieldPath,
): Findings {
  const wrong = values.findIndex((value) => !Number.isInteger(value) || value < from || value > to);
  const message = `must be whole numbers from ${from} to ${to}, at least one`;
  if (wrong >= 0) return refusal('INVALID_INPUT', [...field, String(wrong)], message);
  return values.length === 0 ? refusal('INVALID_INPUT', field, message) : nothing;
}

function checkWeekDays({ frequency, weekDays }: RecurrenceTrigger, field: FieldPath): Findings {
  if (frequency === 'WEEK' && weekDays.length === 0)
    return refusal('INVALID_INPUT', field, 'must name at least one day with WEEK');
  if (frequency === 'WEEK' || weekDays.length === 0) return nothing;
  return refusal(
    'INVALID_INPUT',
    field,
    `days of the week go with WEEK only, not with ${frequency}`,
  );
}

function checkMonthDays(recurrence: RecurrenceTrigger, field: FieldPath): Findings {
  const { frequency, monthDays } = recurrence;
  if (frequency === 'MONTH')
    return together(checkNumbers(monthDays, 1, 31, field), checkReached(recurrence, field));
  if (monthDays.length === 0) return nothing;
  return refusal(
    'INVALID_INPUT',
    field,
    `days of the month go with MONTH only, not with ${frequency}`,
  );
}

/** Every twelve months from a February on, the 30th never comes. */
function checkReached(recurrence: RecurrenceTrigger, field: FieldPath): Findings {
  const lengths = monthLengths(recurrence);
  const first = Math.min(...recurrence.monthDays);
  const last = Math.max(...recurrence.monthDays);
  if (recurrence.monthDays.length > 0 && first <= 31 && !lengths.some((length) => first <= length))
    return refusal(
      'INVALID_INPUT',
      field,
      `never comes: the months that ${recurrence.startTime} and the interval lead to have ${Math.max(...lengths)} days at most`,
    );
  if (!lengths.some((length) => length < last)) return nothing;
  const message = `Months of fewer than ${last} days are passed over on that day (unverified: Azure does not say).`;
  return caution('SHORT_MONTHS_SKIPPED', field, message);
}

/** How many days each month has that the interval leads to, over four leap years' cycle; all months without a start. */
function monthLengths({ startTime, interval }: RecurrenceTrigger): number[] {
  const start = startTime === null ? undefined : readStartTime(startTime);
  const date = new Date(start ?? 0);
  const step = start === undefined ? 1 : Math.max(1, interval);
  return Array.from({ length: 48 }, (_, index) =>
    new Date(
      Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + index * step + 1, 0),
    ).getUTCDate(),
  );
}
