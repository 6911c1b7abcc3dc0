import { timeZoneProblem } from '#libs/time-zones';
import { type IgnoredField, isSettled, type ProvisioningState } from '#libs/resources';
import { settingsDiffer, type Finding } from '#libs/diagnosis';
import type {
  ComputeInstanceDesired,
  ComputeInstanceObserved,
} from '../compute-instance.schema.js';
import { clockOf } from '../power-schedules/power-schedule.fire-times.rules.js';
import type {
  ObservedPowerSchedule,
  PowerSchedule,
} from '../power-schedules/power-schedule.schema.js';
import { computeInstanceRemedies } from './differing-remedies.rules.js';

/** What Azure has made of the settings, of those that act later above all: schedules and idle shutdown. Nothing while it is at work on them. */
export const diagnoseComputeInstanceSettings = (
  provisioningState: ProvisioningState,
  { schedules }: Pick<ComputeInstanceDesired, 'schedules'>,
  observed: ComputeInstanceObserved,
  differing: readonly IgnoredField[],
  now: Date,
): Finding[] => [
  ...(isSettled(provisioningState) ? settingsDiffer(computeInstanceRemedies, differing) : []),
  ...(provisioningState === 'SUCCEEDED'
    ? [
        ...schedules.flatMap((schedule) => clockDiffers(schedule, now)),
        ...observed.schedules.filter(isFailed).map(scheduleFailed),
        ...idleShutdownHint(observed),
      ]
    : []),
];

const isFailed = ({ provisioningStatus }: ObservedPowerSchedule): boolean =>
  provisioningStatus === 'FAILED';

const scheduleFailed = ({ id, ...schedule }: ObservedPowerSchedule): Finding => ({
  code: 'SCHEDULE_FAILED',
  message: `Azure could not set up the schedule that shall ${schedule.action.toLowerCase()} the instance: nothing will happen at its times.`,
  remedy:
    'Set the schedules of the instance again; if it fails again, take another time zone name or trigger.',
  evidence: { id, schedule },
});

/** Zones change their rules after a schedule was set: Azure then goes on by a Windows zone that keeps another clock. */
function clockDiffers(schedule: PowerSchedule, now: Date): Finding[] {
  const { timeZone } = clockOf(schedule.trigger);
  const problem = timeZoneProblem(timeZone, now);
  if (schedule.status === 'DISABLED' || problem?.kind !== 'OTHER_CLOCK') return [];
  const { windowsName, since, instead } = problem;
  const others = instead.length > 0 ? instead.join(', ') : 'none does; UTC never changes';
  return [
    {
      code: 'SCHEDULE_CLOCK_DIFFERS',
      message: `The schedule that shall ${schedule.action.toLowerCase()} the instance is written for ${timeZone}, but Azure goes by ${windowsName}, which reads another time on and after ${since.toISOString().slice(0, 10)}: it fires at the wrong hour.`,
      remedy: `Set the schedules of the instance again, in a zone that keeps the clock of ${timeZone}: ${others}.`,
      evidence: { schedule, windowsName, since: since.toISOString(), instead },
    },
  ];
}

/**
 * Idle shutdown works with a managed identity only if that is Contributor on the workspace
 * (docs/azure-facts.md#compute-instances).
 */
function idleShutdownHint(observed: ComputeInstanceObserved): Finding[] {
  const { idleTimeBeforeShutdown, identity, lastOperation } = observed;
  const hasWorked =
    lastOperation?.trigger === 'IDLE_SHUTDOWN' && lastOperation.status === 'SUCCEEDED';
  if (!idleTimeBeforeShutdown || identity.type === 'NONE' || hasWorked) return [];
  return [
    {
      code: 'IDLE_SHUTDOWN_NEEDS_ROLE',
      message:
        'A hint: with a managed identity the instance stops by itself when idle only if that identity is Contributor on the workspace, which cannot be seen from here.',
      remedy:
        "See that the instance's managed identity has the role Contributor on its workspace. Where it has, nothing needs to be done.",
      evidence: { idleTimeBeforeShutdown, identity: identity.type, lastOperation },
    },
  ];
}
