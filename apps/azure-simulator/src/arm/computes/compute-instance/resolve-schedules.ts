import { randomUUID } from 'node:crypto';
import { ArmRefusal } from '../../arm-error.js';
import type { RequestedInstance, RequestedSchedule } from './instance.schema.js';
import type { PowerSchedule } from './instance-settings.js';

const limit = 4;

/** The schedules a PUT asks for: all of them, as a PUT replaces. What is left out stays. */
export function resolveSchedules(
  requested: RequestedInstance['schedules'],
  existing: readonly PowerSchedule[] | undefined,
): PowerSchedule[] {
  if (requested === undefined) return [...(existing ?? [])];
  const asked = requested?.computeStartStop ?? [];
  if (asked.length > limit)
    throw refusal(`A compute instance can have at most ${limit} schedules.`, 'computeStartStop');
  return asked.map((schedule, index) => check(schedule, `computeStartStop[${index}]`, existing));
}

function check(
  schedule: RequestedSchedule,
  path: string,
  existing: readonly PowerSchedule[] | undefined,
): PowerSchedule {
  const { triggerType, cron, recurrence, action, status } = schedule;
  const id = existing?.find((one) => one.id === schedule.id)?.id ?? randomUUID();
  if (triggerType === 'Cron') {
    if (!cron) throw refusal('A schedule of trigger type Cron must have a cron.', `${path}.cron`);
    return { id, action, status, triggerType, cron };
  }
  if (!recurrence)
    throw refusal(
      'A schedule of trigger type Recurrence must have a recurrence.',
      `${path}.recurrence`,
    );
  return { id, action, status, triggerType, recurrence };
}

const refusal = (message: string, field: string): ArmRefusal =>
  new ArmRefusal(400, {
    code: 'BadRequest',
    message,
    target: `properties.properties.schedules.${field}`,
  });
