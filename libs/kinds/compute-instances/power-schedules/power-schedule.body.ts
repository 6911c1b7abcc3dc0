import { findTimeZone } from '#libs/time-zones';
import type { ResourceBody } from '#libs/resources';
import { cronTexts } from './power-schedule.cron.rules.js';
import { clockOf } from './power-schedule.fire-times.rules.js';
import type {
  CronTrigger,
  PowerSchedule,
  PowerTrigger,
  RecurrenceTrigger,
} from './power-schedule.schema.js';

/** ARM writes its words with one capital: `Enabled`, `Monday`. */
const armWord = (word: string): string => word.charAt(0) + word.slice(1).toLowerCase();

/** `properties.properties.schedules.computeStartStop` of schedules that the rules let pass; zones under their Windows names. */
export const powerSchedulesBody = (schedules: readonly PowerSchedule[]): ResourceBody[] =>
  schedules.map(({ action, status, trigger }) => ({
    action: armWord(action),
    status: armWord(status),
    ...triggerBody(trigger),
  }));

const triggerBody = (trigger: PowerTrigger): ResourceBody =>
  'cron' in trigger
    ? { triggerType: 'Cron', cron: cronBody(trigger.cron) }
    : { triggerType: 'Recurrence', recurrence: recurrenceBody(trigger.recurrence) };

const cronBody = (cron: CronTrigger): ResourceBody => ({
  expression: cronTexts(cron.expression).join(' '),
  ...clockBody({ cron }),
});

const recurrenceBody = (recurrence: RecurrenceTrigger): ResourceBody => ({
  frequency: armWord(recurrence.frequency),
  interval: recurrence.interval,
  ...clockBody({ recurrence }),
  schedule: {
    hours: recurrence.hours,
    minutes: recurrence.minutes,
    ...(recurrence.weekDays.length > 0 && { weekDays: recurrence.weekDays.map(armWord) }),
    ...(recurrence.monthDays.length > 0 && { monthDays: recurrence.monthDays }),
  },
});

/** A zone that is newer than our table came from Azure, by a schedule that was found there: it goes back as it came. */
function clockBody(trigger: PowerTrigger): ResourceBody {
  const { timeZone, startTime } = clockOf(trigger);
  const windowsName = findTimeZone(timeZone)?.windowsName ?? timeZone;
  return { timeZone: windowsName, ...(startTime !== null && { startTime }) };
}
