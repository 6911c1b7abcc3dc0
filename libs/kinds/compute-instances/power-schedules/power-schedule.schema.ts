import { z } from 'zod';

export const powerActions = ['START', 'STOP'] as const;
export type PowerAction = (typeof powerActions)[number];
export const powerScheduleStatuses = ['ENABLED', 'DISABLED'] as const;
export type PowerScheduleStatus = (typeof powerScheduleStatuses)[number];
/** All that ARM knows. Of these only DAY, WEEK and MONTH can be asked for: see `power-schedule.rules.ts`. */
export const recurrenceFrequencies = ['MINUTE', 'HOUR', 'DAY', 'WEEK', 'MONTH'] as const;
export type RecurrenceFrequency = (typeof recurrenceFrequencies)[number];
/** In the order of the week, which starts on Monday. */
export const weekDays = [
  'MONDAY',
  'TUESDAY',
  'WEDNESDAY',
  'THURSDAY',
  'FRIDAY',
  'SATURDAY',
  'SUNDAY',
] as const;
export type WeekDay = (typeof weekDays)[number];
export const scheduleProvisioningStatuses = ['COMPLETED', 'PROVISIONING', 'FAILED'] as const;
export type ScheduleProvisioningStatus = (typeof scheduleProvisioningStatuses)[number];

const clockFields = {
  /** As the client wrote it: an IANA name or a Windows one. */
  timeZone: z.string().max(100).default('UTC'),
  /** "yyyy-MM-ddTHH:mm:ss", on the clock of `timeZone`; nothing happens before it. */
  startTime: z.string().max(50).nullable(),
};

export const cronTriggerSchema = z.object({ expression: z.string().max(1000), ...clockFields });
export type CronTrigger = z.infer<typeof cronTriggerSchema>;

export const recurrenceTriggerSchema = z.object({
  frequency: z.enum(recurrenceFrequencies),
  interval: z.int(),
  ...clockFields,
  hours: z.array(z.int()),
  minutes: z.array(z.int()),
  /** Only with WEEK. */
  weekDays: z.array(z.enum(weekDays)),
  /** Only with MONTH. */
  monthDays: z.array(z.int()),
});
export type RecurrenceTrigger = z.infer<typeof recurrenceTriggerSchema>;

export const powerTriggerSchema = z.union([
  z.object({ cron: cronTriggerSchema }),
  z.object({ recurrence: recurrenceTriggerSchema }),
]);
export type PowerTrigger = z.infer<typeof powerTriggerSchema>;

/** When a compute instance is started or stopped by the clock (docs/azure-facts.md#schedules-of-instances). */
export const powerScheduleSchema = z.object({
  action: z.enum(powerActions),
  status: z.enum(powerScheduleStatuses),
  trigger: powerTriggerSchema,
});
export type PowerSchedule = z.infer<typeof powerScheduleSchema>;

/** What ARM answered about a schedule, in our words; its zone is a Windows name. */
export const observedPowerScheduleSchema = powerScheduleSchema.extend({
  id: z.string().nullable(),
  provisioningStatus: z.enum(scheduleProvisioningStatuses).nullable(),
});
export type ObservedPowerSchedule = z.infer<typeof observedPowerScheduleSchema>;
