import { durationSeconds } from '#libs/kernel';
import { decideOutcome } from '../../operation-outcome.js';
import type { InstanceWorld } from './advance-instance.js';
import { beginPlan } from './begin-plan.js';
import { failureTimes, startPlan, stopPlan, type Plan } from './instance-plans.js';
import { restartShortage } from './instance-quota.js';
import type { InstanceRecord, InstanceState, OperationTrigger } from './instance-record.js';
import type { PowerSchedule } from './instance-settings.js';
import { nextFireMs } from './schedules/next-fire.js';

/** When a schedule of the instance fires next. None does while an operation is under way: those are missed. */
export function nextScheduleMs(record: InstanceRecord): number | undefined {
  if (record.operation || !record.isBuilt) return undefined;
  return earliest(record.settings.schedules.map((schedule) => fireOf(record, schedule)));
}

const fireOf = (record: InstanceRecord, schedule: PowerSchedule): number | undefined =>
  nextFireMs(schedule, record.scheduledUntilMs, record.createdOnMs);

export const earliest = (times: readonly (number | undefined)[]): number | undefined => {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
};

/** When a running instance has been idle for long enough; undefined where it is not running, or need not stop. */
export function idleEndMs({
  operation,
  state,
  settings,
  idleSinceMs,
}: InstanceRecord): number | undefined {
  const seconds = durationSeconds(settings.idleTimeBeforeShutdown ?? '');
  return operation || state !== 'Running' || seconds === undefined
    ? undefined
    : idleSinceMs + seconds * 1000;
}

const stoppable: readonly InstanceState[] = ['Running', 'UserSetupFailed', 'SetupFailed'];

/** The instance after the schedules that fire at `atMs`: the first one that has something to do is done. */
export function playSchedules(
  record: InstanceRecord,
  world: InstanceWorld,
  atMs: number,
): InstanceRecord {
  const played = { ...record, scheduledUntilMs: atMs };
  const actions = record.settings.schedules
    .filter((schedule) => fireOf(record, schedule) === atMs)
    .map(({ action }) => action);
  if (record.state === 'Stopped' && actions.includes('Start'))
    return begin(played, world, startPlan(played), 'Schedule', atMs);
  if (stoppable.includes(record.state) && actions.includes('Stop'))
    return begin(played, world, stopPlan(played), 'Schedule', atMs);
  return played;
}

export const shutDownIdle = (
  record: InstanceRecord,
  world: InstanceWorld,
  atMs: number,
): InstanceRecord => begin(record, world, stopPlan(record), 'IdleShutdown', atMs);

/** Faults are matched as if the action had been asked for by POST. */
function begin(
  record: InstanceRecord,
  { faults, quotas }: InstanceWorld,
  plan: Plan,
  trigger: OperationTrigger,
  atMs: number,
): InstanceRecord {
  const subject = { method: 'POST', paths: [`${record.id}/${plan.name.toLowerCase()}`] };
  const { endsAtMs, error } = decideOutcome(
    faults,
    subject,
    atMs,
    plan.first.seconds,
    failureTimes(plan),
  );
  const failure = error ?? (plan.name === 'Start' ? restartShortage(quotas, record) : undefined);
  return beginPlan(
    record,
    plan,
    trigger,
    {
      ...(endsAtMs === undefined ? {} : { untilMs: endsAtMs }),
      ...(failure ? { error: failure } : {}),
    },
    atMs,
  );
}
