import {
  caution,
  nothing,
  refusal,
  together,
  type FieldPath,
  type Findings,
} from '#libs/resources';
import { readStartTime } from './power-schedule.start-time.rules.js';
import type { RecurrenceTrigger } from './power-schedule.schema.js';

type AskedFrequency = 'DAY' | 'WEEK' | 'MONTH';

/** The longest intervals of Logic Apps, whose recurrences these are by Azure's documentation. */
const longestIntervals: Record<AskedFrequency, number> = { DAY: 500, WEEK: 71, MONTH: 16 };
/** Whatever the interval, as many steps lead to every month that it ever leads to. */
const leapCycleMonths = 48;
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
  const fields = together(
    checkInterval(recurrence, frequency, path),
    times,
    checkWeekDays(recurrence, [...path, 'weekDays']),
    checkMonthDays(recurrence, [...path, 'monthDays']),
  );
  if (frequency !== 'MONTH' || fields.errors.length > 0) return fields;
  return together(fields, checkReached(recurrence, [...path, 'monthDays']));
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
  const message = `must be whole numbers from ${from} to ${to}, at least one, none twice`;
  if (values.length === 0) return refusal('INVALID_INPUT', field, message);
  const wrong = values.findIndex(
    (value, index) =>
      !Number.isInteger(value) || value < from || value > to || values.indexOf(value) < index,
  );
  return wrong < 0 ? nothing : refusal('INVALID_INPUT', [...field, String(wrong)], message);
}

function checkWeekDays(recurrence: RecurrenceTrigger, field: FieldPath): Findings {
  const { frequency, weekDays } = recurrence;
  if (frequency === 'WEEK' && weekDays.length === 0)
    return refusal('INVALID_INPUT', field, 'must name at least one day with WEEK');
  if (new Set(weekDays).size < weekDays.length)
    return refusal('INVALID_INPUT', field, 'must name no day twice');
  if (frequency === 'WEEK' || weekDays.length === 0) return nothing;
  return refusal(
    'INVALID_INPUT',
    field,
    `days of the week go with WEEK only, not with ${frequency}${weeklyInstead(recurrence)}`,
  );
}

/** Microsoft's own sample has Day with weekDays: what is meant is every week on these days. */
const weeklyInstead = ({ frequency, interval, weekDays }: RecurrenceTrigger): string =>
  frequency === 'DAY' && interval === 1
    ? `: write frequency: WEEK, interval: 1, weekDays: [${weekDays.join(', ')}], with the same hours and minutes`
    : ': for days of the week take WEEK, or leave weekDays out';

function checkMonthDays({ frequency, monthDays }: RecurrenceTrigger, field: FieldPath): Findings {
  if (frequency === 'MONTH') return checkNumbers(monthDays, 1, 31, field);
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
  const [first, last] = [Math.min(...recurrence.monthDays), Math.max(...recurrence.monthDays)];
  if (lengths.every((length) => length < first))
    return refusal(
      'INVALID_INPUT',
      field,
      `never fires: the months that the interval leads to from ${recurrence.startTime} on have ${Math.max(...lengths)} days at most`,
    );
  if (lengths.every((length) => length >= last)) return nothing;
  const message = `Months of fewer than ${last} days are passed over on that day (unverified: Azure does not say).`;
  return caution('SHORT_MONTHS_SKIPPED', field, message);
}

/** The lengths of all months that the interval leads to; of every month where it is not known which. */
function monthLengths({ startTime, interval }: RecurrenceTrigger): number[] {
  const start = startTime === null ? undefined : readStartTime(startTime);
  const date = new Date(start ?? 0);
  const step = start === undefined ? 1 : interval;
  return Array.from({ length: leapCycleMonths }, (_, index) =>
    new Date(
      Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + index * step + 1, 0),
    ).getUTCDate(),
  );
}
