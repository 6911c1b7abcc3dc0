import { findTimeZone } from '#libs/time-zones';
import { cronTexts, parseCron } from './power-schedule.cron.rules.js';
import { weekDays, type PowerSchedule, type PowerTrigger } from './power-schedule.schema.js';

/**
 * True for schedules that do the same: zones by their Windows zone, expressions by the values they name, lists without
 * order. Ids and provisioning states of observed schedules are not compared.
 */
export const samePowerSchedule = (a: PowerSchedule, b: PowerSchedule): boolean =>
  form(a) === form(b);

const form = ({ action, status, trigger }: PowerSchedule): string =>
  JSON.stringify([action, status, triggerForm(trigger)]);

function triggerForm(trigger: PowerTrigger): unknown {
  if ('cron' in trigger) {
    const { expression, timeZone, startTime } = trigger.cron;
    return ['cron', expressionForm(expression), zoneForm(timeZone), startTime];
  }
  const { frequency, interval, timeZone, startTime, hours, minutes, monthDays } =
    trigger.recurrence;
  const days = trigger.recurrence.weekDays.map((name) => weekDays.indexOf(name));
  const lists = [hours, minutes, days, monthDays].map(rising);
  return ['recurrence', frequency, interval, zoneForm(timeZone), startTime, lists];
}

const rising = (values: readonly number[]): number[] =>
  [...new Set(values)].toSorted((a, b) => a - b);

function expressionForm(expression: string): unknown {
  const fields = parseCron(expression);
  return fields.ok ? fields.value : cronTexts(expression).join(' ').toLowerCase();
}

const zoneForm = (timeZone: string): string =>
  findTimeZone(timeZone)?.windowsName ?? timeZone.toLowerCase();
