import { randomUUID } from 'node:crypto';
import { ArmRefusal } from '../../arm-error.js';
import type { RequestedInstance, RequestedSchedule } from './instance.schema.js';
import type { PowerSchedule, ScheduleCron } from './instance-settings.js';
import { readCron } from './schedules/read-cron.js';
import { ianaZone } from './schedules/windows-time-zones.js';

const limit = 4;

/** The schedules a PUT asks for: all of them, as a PUT replaces. One that is known by its id keeps it. */
export function resolveSchedules(
  requested: RequestedInstance['schedules'],
  existing: readonly PowerSchedule[] | undefined,
): PowerSchedule[] {
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
    checkCron(cron.expression, `${path}.cron`);
    checkTimes(cron, `${path}.cron`);
    return { id, action, status, triggerType, cron };
  }
  if (!recurrence)
    throw refusal(
      'A schedule of trigger type Recurrence must have a recurrence.',
      `${path}.recurrence`,
    );
  checkTimes(recurrence, `${path}.recurrence`);
  return { id, action, status, triggerType, recurrence };
}

function checkCron(expression: string, path: string): void {
  if (!readCron(expression))
    throw refusal(
      `The cron expression '${expression}' is not valid. It should follow the NCronTab format.`,
      `${path}.expression`,
    );
}

const startPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/;

function checkTimes(
  { timeZone, startTime }: Pick<ScheduleCron, 'timeZone' | 'startTime'>,
  path: string,
): void {
  if (ianaZone(timeZone) === undefined)
    throw refusal(
      `The time zone '${timeZone}' is not valid. It should follow the Windows time zone format.`,
      `${path}.timeZone`,
    );
  if (
    startTime !== undefined &&
    !(startPattern.test(startTime) && Number.isFinite(Date.parse(`${startTime}Z`)))
  )
    throw refusal(
      `The start time '${startTime}' is not valid. It should be in yyyy-MM-ddTHH:mm:ss format.`,
      `${path}.startTime`,
    );
}

const refusal = (message: string, field: string): ArmRefusal =>
  new ArmRefusal(400, {
    code: 'BadRequest',
    message,
    target: `properties.properties.schedules.${field}`,
  });
