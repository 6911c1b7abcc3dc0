import { isObject } from '#libs/kernel';
import { writable, type ResourceBody } from '#libs/resources';
import { samePowerSchedule } from './power-schedule.compare.js';
import { observePowerSchedules } from './power-schedule.observe.js';
import type { PowerSchedule } from './power-schedule.schema.js';
import { schedulesBody } from './power-schedules.value.js';

const readOnly = ['id', 'provisioningStatus'] as const;

/** All that stand, also those that we cannot read, without what ARM alone writes. Undefined where ARM names none. */
export function standingSchedules(schedules: unknown): ResourceBody | undefined {
  if (!isObject(schedules)) return undefined;
  const { computeStartStop } = schedules;
  const standing = Array.isArray(computeStartStop) ? computeStartStop : [];
  return {
    ...schedules,
    computeStartStop: standing.filter(isObject).map((one) => writable(one, readOnly)),
  };
}

/**
 * Those that were asked for, the ones that stand already as ARM has them, and beside them those that we cannot read:
 * nobody here can have meant to take these away.
 */
export function changedSchedules(
  schedules: unknown,
  asked: readonly PowerSchedule[],
): ResourceBody {
  const { computeStartStop, ...others } = standingSchedules(schedules) ?? {};
  const standing = ((computeStartStop ?? []) as ResourceBody[]).map((body) => ({
    body,
    read: observePowerSchedules([body])[0],
  }));
  const asStanding = (one: PowerSchedule) =>
    standing.find(({ read }) => read && samePowerSchedule(one, read))?.body;
  const made = schedulesBody(asked).computeStartStop;
  return {
    ...others,
    computeStartStop: [
      ...asked.map((one, index) => asStanding(one) ?? made[index]),
      ...standing.flatMap(({ body, read }) => (read ? [] : [body])),
    ],
  };
}
