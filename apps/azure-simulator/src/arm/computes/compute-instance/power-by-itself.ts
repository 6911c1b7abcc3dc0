import { durationSeconds } from '#libs/kernel';
import { decideOutcome } from '../../operation-outcome.js';
import type { InstanceWorld } from './advance-instance.js';
import { beginPlan } from './begin-plan.js';
import { failureTimes, startPlan, stopPlan, type Plan } from './instance-plans.js';
import { restartShortage } from './instance-quota.js';
import type { InstanceRecord, InstanceState, OperationTrigger } from './instance-record.js';
import type { PowerSchedule } from './instance-settings.js';
import { nextFireMs } from './schedules/next-fire.js';

const stoppable: readonly InstanceState[] = ['Running', 'UserSetupFailed', 'SetupFailed'];

/** What a schedule can do to an instance in its state. */
function duePower({ operation, state }: InstanceRecord): PowerSchedule['action'] | undefined {
  if (operation) return undefined;
  if (state === 'Stopped') return 'Start';
  return stoppable.includes(state) ? 'Stop' : undefined;
}

/** When a schedule that has something to do fires next. None has while an operation is under way: those are missed. */
export function nextScheduleMs(record: InstanceRecord): number | undefined {
  const due = duePower(record);
  const { settings, scheduledUntilMs, createdOnMs } = record;
  const fitting = settings.schedules.filter(({ action }) => action === due);
  return earliest(fitting.map((one) => nextFireMs(one, scheduledUntilMs, createdOnMs)));
}

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

/** The instance when the schedule of `nextScheduleMs` fires. */
export const playSchedule = (
  record: InstanceRecord,
  world: InstanceWorld,
  atMs: number,
): InstanceRecord =>
  begin(
    record,
    world,
    duePower(record) === 'Start' ? startPlan(record) : stopPlan(record),
    'Schedule',
    atMs,
  );

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
