import { z } from 'zod';
import { objectAt, type Value } from '#libs/resources';
import { powerSchedulesBody } from './power-schedule.body.js';
import { samePowerSchedule } from './power-schedule.compare.js';
import { observePowerSchedules } from './power-schedule.observe.js';
import {
  observedPowerScheduleSchema,
  powerScheduleSchema,
  type ObservedPowerSchedule,
  type PowerSchedule,
} from './power-schedule.schema.js';

type Schedules = readonly PowerSchedule[];

const isIn = (all: Schedules, one: PowerSchedule): boolean =>
  all.some((other) => samePowerSchedule(one, other));

/** Schedules have no name: each one asked for must be among those found, and none beside them. */
export const sameSchedules = (asked: Schedules, found: Schedules): boolean =>
  asked.length === found.length &&
  asked.every((one) => isIn(found, one)) &&
  found.every((one) => isIn(asked, one));

const asAsked = ({ action, status, trigger }: PowerSchedule): PowerSchedule => ({
  action,
  status,
  trigger,
});

/** The body of `updateSchedules`, which replaces all that stand, and the field `schedules` of a PUT. */
export const schedulesBody = (schedules: Schedules) => ({
  computeStartStop: powerSchedulesBody(schedules),
});

/** What starts and stops an instance by the clock. */
export const powerSchedules: Value<PowerSchedule[], ObservedPowerSchedule[], PowerSchedule[]> = {
  asked: z.array(powerScheduleSchema),
  found: z.array(observedPowerScheduleSchema),
  unknown: [],
  sent: (schedules) => ({ 'properties.properties.schedules': schedulesBody(schedules) }),
  observe: (body) =>
    observePowerSchedules(
      objectAt(body, 'properties', 'properties', 'schedules')['computeStartStop'],
    ),
  form: (schedules) => schedules,
  differences: (field, asked, found) =>
    sameSchedules(asked, found) ? [] : [{ field, asked, found }],
  shown: (asked, found) => found ?? asked,
  told: (found) => found.map(asAsked),
  adopted: (found) => found.map(asAsked),
  expected: (asked) => asked.map((one) => ({ ...one, id: null, provisioningStatus: null })),
};
