import { z } from 'zod';
import {
  powerActions,
  recurrenceFrequencies,
  scheduleProvisioningStatuses,
  weekDays,
  type ObservedPowerSchedule,
  type PowerTrigger,
} from './power-schedule.schema.js';

const text = z.string().nullish().catch(null);
const numbers = z.array(z.number()).nullish().catch(null);
const clockAnswer = { timeZone: text, startTime: text };

const cronAnswer = z.object({ expression: z.string(), ...clockAnswer });
const recurrenceAnswer = z.object({
  frequency: z.string(),
  interval: z.number().nullish().catch(null),
  ...clockAnswer,
  schedule: z
    .object({
      hours: numbers,
      minutes: numbers,
      weekDays: z.array(z.unknown()).nullish().catch(null),
      monthDays: numbers,
    })
    .nullish()
    .catch(null),
});
type RecurrenceAnswer = z.infer<typeof recurrenceAnswer>;

const scheduleAnswer = z.object({
  id: text,
  provisioningStatus: text,
  status: text,
  action: text,
  triggerType: text,
  cron: cronAnswer.nullish().catch(null),
  recurrence: recurrenceAnswer.nullish().catch(null),
});
type ScheduleAnswer = z.infer<typeof scheduleAnswer>;

/**
 * `computeStartStop` as ARM answers it, in our words. Never throws; what is no schedule, or one of an action or a
 * trigger newer than we are, is left out.
 */
export const observePowerSchedules = (computeStartStop: unknown): ObservedPowerSchedule[] =>
  Array.isArray(computeStartStop) ? computeStartStop.flatMap(observeSchedule) : [];

function observeSchedule(answer: unknown): ObservedPowerSchedule[] {
  const { data } = scheduleAnswer.safeParse(answer);
  const action = wordOf(powerActions, data?.action);
  const trigger = data && triggerOf(data);
  if (!data || !action || !trigger) return [];
  return [
    {
      action,
      status: data.status?.toLowerCase() === 'disabled' ? 'DISABLED' : 'ENABLED',
      trigger,
      id: data.id ?? null,
      provisioningStatus: wordOf(scheduleProvisioningStatuses, data.provisioningStatus) ?? null,
    },
  ];
}

/** `triggerType` says which of the two counts; without it, the one that is there. */
function triggerOf({ triggerType, cron, recurrence }: ScheduleAnswer): PowerTrigger | undefined {
  const type = triggerType?.toLowerCase() ?? (cron ? 'cron' : 'recurrence');
  if (type === 'cron' && cron) return { cron: { expression: cron.expression, ...clockOf(cron) } };
  return type === 'recurrence' && recurrence ? recurrenceOf(recurrence) : undefined;
}

function recurrenceOf(answer: RecurrenceAnswer): PowerTrigger | undefined {
  const frequency = wordOf(recurrenceFrequencies, answer.frequency);
  if (!frequency) return undefined;
  const { hours, minutes, monthDays, weekDays: days } = answer.schedule ?? {};
  return {
    recurrence: {
      frequency,
      interval: answer.interval ?? 1,
      ...clockOf(answer),
      hours: hours ?? [],
      minutes: minutes ?? [],
      weekDays: (days ?? []).map((day) => wordOf(weekDays, day)).filter((day) => day !== undefined),
      monthDays: monthDays ?? [],
    },
  };
}

interface ClockAnswer {
  timeZone?: string | null | undefined;
  startTime?: string | null | undefined;
}

/** UTC is ARM's default (docs/azure-facts.md#schedules-of-instances). Fractions of the first second say nothing. */
const clockOf = ({
  timeZone,
  startTime,
}: ClockAnswer): { timeZone: string; startTime: string | null } => ({
  timeZone: timeZone ?? 'UTC',
  startTime: startTime?.replace(/\.\d+$/, '') ?? null,
});

const wordOf = <T extends string>(words: readonly T[], written: unknown): T | undefined =>
  words.find((word) => typeof written === 'string' && word === written.toUpperCase());
