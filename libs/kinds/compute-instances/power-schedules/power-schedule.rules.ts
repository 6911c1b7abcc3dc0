import {
  caution,
  nothing,
  refusal,
  together,
  type FieldPath,
  type Findings,
} from '#libs/resources';
import { cautionClashes } from './power-schedule.clash.rules.js';
import { checkClock } from './power-schedule.clock.rules.js';
import { hasDays, parseCron, type CronFields } from './power-schedule.cron.rules.js';
import { checkRecurrence } from './power-schedule.recurrence.rules.js';
import type { CronTrigger, PowerSchedule } from './power-schedule.schema.js';

/** More than these an instance cannot have (docs/azure-facts.md#schedules-of-instances). */
const mostSchedules = 4;

/**
 * Everything that can be said about an instance's power schedules without asking Azure: each field by its path, and
 * whether two of them meet. `now` is the day from which zones' clocks are compared.
 */
export function checkPowerSchedules(
  schedules: readonly PowerSchedule[],
  path: FieldPath = ['input', 'schedules'],
  now: Date = new Date(),
): Findings {
  if (schedules.length > mostSchedules)
    return refusal(
      'INVALID_INPUT',
      path,
      `an instance has at most ${mostSchedules} schedules, not ${schedules.length}`,
    );
  const each = together(
    ...schedules.map((schedule, index) => checkSchedule(schedule, [...path, String(index)], now)),
  );
  return each.errors.length > 0 ? each : together(each, cautionClashes(schedules, path, now));
}

function checkSchedule({ trigger }: PowerSchedule, path: FieldPath, now: Date): Findings {
  if ('cron' in trigger) {
    const at = [...path, 'trigger', 'cron'];
    return together(checkCron(trigger.cron, at), checkClock(trigger.cron, at, now));
  }
  const at = [...path, 'trigger', 'recurrence'];
  return together(checkRecurrence(trigger.recurrence, at), checkClock(trigger.recurrence, at, now));
}

function checkCron({ expression }: CronTrigger, path: FieldPath): Findings {
  const field = [...path, 'expression'];
  const fields = parseCron(expression);
  if (!fields.ok) return refusal('INVALID_INPUT', field, `'${expression}': ${fields.error}`);
  if (!hasDays(fields.value))
    return refusal(
      'INVALID_INPUT',
      field,
      `'${expression}' never fires: none of its months has such a day`,
    );
  return cautionBothDays(fields.value, field);
}

function cautionBothDays({ days, weekDays }: CronFields, field: FieldPath): Findings {
  if (days.length === 31 || weekDays.length === 7) return nothing;
  const message =
    'Azure reads cron as NCronTab does: a day must be both one of the days of the month and one of the days of the week. For either of the two, write two schedules.';
  return caution('CRON_DAYS_MUST_BOTH_HOLD', field, message);
}
