import { z } from 'zod';
import {
  cronTriggerSchema,
  powerScheduleSchema,
  powerScheduleStatuses,
  recurrenceTriggerSchema,
} from '#libs/resources';
import { optional } from './parse-input.js';

/** More than Azure takes is refused by the rules, which say why; this many are not even looked at. */
const mostSchedules = 50;

const orElse = <S extends z.ZodType>(schema: S, otherwise: z.infer<S>) =>
  schema.nullish().transform((value): z.infer<S> => value ?? otherwise);

const clockInput = {
  timeZone: orElse(z.string().max(100), 'UTC'),
  startTime: optional(z.string().max(50)),
};

const { hours, minutes, weekDays, monthDays } = recurrenceTriggerSchema.shape;

const triggerInputSchema = z.union([
  z.object({ cron: cronTriggerSchema.extend(clockInput) }),
  z.object({
    recurrence: recurrenceTriggerSchema.extend({
      ...clockInput,
      interval: orElse(z.int(), 1),
      hours: orElse(hours, []),
      minutes: orElse(minutes, []),
      weekDays: orElse(weekDays, []),
      monthDays: orElse(monthDays, []),
    }),
  }),
]);

/** Schedules as clients write them: what may be left out has its default. */
export const schedulesInputSchema = z
  .array(
    powerScheduleSchema.extend({
      status: orElse(z.enum(powerScheduleStatuses), 'ENABLED'),
      trigger: triggerInputSchema,
    }),
  )
  .max(mostSchedules);
