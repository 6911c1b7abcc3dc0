import type { InstanceObserved } from './compute-instance.schema.js';
import { settingsDiffer } from './diagnose-differing.rules.js';
import type { Finding } from './diagnostic.js';
import type { IgnoredField } from './ignored-field.js';
import type { ObservedPowerSchedule } from './power-schedule.schema.js';
import { isSettled } from './provisioning-state.js';
import type { ProvisioningState } from './resource.js';

/** What Azure has made of the settings, of those that act later above all: schedules and idle shutdown. Nothing while it is at work on them. */
export const diagnoseInstanceSettings = (
  provisioningState: ProvisioningState,
  observed: InstanceObserved,
  differing: readonly IgnoredField[],
): Finding[] => [
  ...(isSettled(provisioningState) ? settingsDiffer('instance', differing) : []),
  ...(provisioningState === 'SUCCEEDED'
    ? [...observed.schedules.filter(isFailed).map(scheduleFailed), ...idleShutdownHint(observed)]
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

/** Idle shutdown works with a managed identity only if that is Contributor on the workspace (arm-facts, ComputeInstance). */
function idleShutdownHint(observed: InstanceObserved): Finding[] {
  const { idleTimeBeforeShutdown, identity, lastOperation } = observed;
  const hasWorked =
    lastOperation?.trigger === 'IDLE_SHUTDOWN' && lastOperation.status === 'SUCCEEDED';
  if (idleTimeBeforeShutdown === null || identity.type === 'NONE' || hasWorked) return [];
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
