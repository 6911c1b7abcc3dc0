import { z } from 'zod';
import { gql, optional } from '#libs/verbs';
import {
  cronTriggerSchema,
  powerActions,
  powerScheduleStatuses,
  recurrenceFrequencies,
  recurrenceTriggerSchema,
  weekDays as days,
} from './power-schedule.schema.js';

/** More than Azure takes is refused by the rules, which say why; this many are not even looked at. */
const mostSchedules = 50;

const clockInput = {
  timeZone: z
    .string()
    .max(100)
    .prefault('UTC')
    .describe(
      'Time zone by its IANA name (Europe/Berlin) or its Windows name (W. Europe Standard Time).',
    ),
  startTime: optional(z.string().max(50)).describe(
    'yyyy-MM-ddTHH:mm:ss on the clock of the time zone: nothing happens before it.',
  ),
};

const cronInput = z
  .strictObject({
    expression: cronTriggerSchema.shape.expression.describe(
      'Five fields: minute, hour, day of the month, month, day of the week.',
    ),
    ...clockInput,
  })
  .register(gql, { type: 'CronTriggerInput', description: 'Fires by a cron expression.' });

const { interval, hours, minutes, monthDays } = recurrenceTriggerSchema.shape;

const recurrenceInput = z
  .strictObject({
    frequency: z
      .enum(recurrenceFrequencies)
      .register(gql, { type: 'RecurrenceFrequency' })
      .describe('What is counted: DAY, WEEK or MONTH.'),
    interval: interval.prefault(1).describe('Every so many of them.'),
    ...clockInput,
    hours: hours.prefault([]).describe('At these hours, 0 to 23.'),
    minutes: minutes.prefault([]).describe('At these minutes, 0 to 59.'),
    weekDays: z
      .array(z.enum(days).register(gql, { type: 'WeekDay' }))
      .prefault([])
      .describe('With WEEK: on these days.'),
    monthDays: monthDays.prefault([]).describe('With MONTH: on these days, 1 to 31.'),
  })
  .register(gql, {
    type: 'RecurrenceTriggerInput',
    description: 'Fires every so many days, weeks or months.',
  });

const triggerInput = z
  .union([
    z.strictObject({ cron: cronInput.describe('By a cron expression.') }),
    z.strictObject({
      recurrence: recurrenceInput.describe('Every so many days, weeks or months.'),
    }),
  ])
  .register(gql, {
    type: 'PowerTriggerInput',
    description: 'When a schedule fires: one of them.',
    oneOf: true,
  });

/** Schedules as clients write them: what may be left out has its default. */
export const schedulesInput = z
  .array(
    z
      .strictObject({
        action: z
          .enum(powerActions)
          .register(gql, { type: 'PowerAction' })
          .describe('What it does.'),
        status: z
          .enum(powerScheduleStatuses)
          .register(gql, { type: 'PowerScheduleStatus' })
          .prefault('ENABLED')
          .describe('Whether it is in force.'),
        trigger: triggerInput.describe('When it fires.'),
      })
      .register(gql, { type: 'PowerScheduleInput', description: 'A start or stop by the clock.' }),
  )
  .max(mostSchedules);
