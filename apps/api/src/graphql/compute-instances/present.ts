import {
  computeInstanceSettings,
  nextFireTimes,
  samePowerSchedule,
  type ComputeInstanceDesired,
  type ComputeInstanceObserved,
  type ObservedPowerSchedule,
  type PowerSchedule,
  type SetupScript,
  type ShownComputeInstance,
} from '#libs/kinds/compute-instances';
import { shownSettings } from '#libs/resources';
import type { ResourceRow } from '../../reads/rows.js';
import type { PresentedParent } from '../presented-parent.js';

/** How many coming fire times are shown. */
const shownFireTimes = 3;

const presentSetting = ({ action, status, trigger }: PowerSchedule) => ({
  action,
  status,
  trigger: 'cron' in trigger ? trigger.cron : trigger.recurrence,
});

/** Fire times are worked out when they are asked for; `fires`: what will happen by itself, if anything. */
const presentSchedule = (
  configured: PowerSchedule | undefined,
  effective: ObservedPowerSchedule | undefined,
  fires: PowerSchedule | undefined,
) => ({
  configured: configured ? presentSetting(configured) : null,
  effective: effective ? presentSetting(effective) : null,
  provisioningStatus: effective?.provisioningStatus ?? null,
  get nextFireTimes() {
    return fires ? nextFireTimes(fires, new Date(), shownFireTimes) : [];
  },
});

/** Nothing happens at the times of what Azure could not set up. */
const firing = (effective: ObservedPowerSchedule | undefined): PowerSchedule | undefined =>
  effective?.provisioningStatus === 'FAILED' ? undefined : effective;

/**
 * Each schedule asked for beside the one Azure reports for it, then those that only Azure reports. What Azure does not
 * have never fires, once it is known what it has.
 */
function presentSchedules(
  asked: readonly PowerSchedule[],
  found: readonly ObservedPowerSchedule[] | undefined,
) {
  const left = [...(found ?? [])];
  const paired = asked.map((schedule) => {
    const at = left.findIndex((other) => samePowerSchedule(schedule, other));
    const [effective] = at < 0 ? [] : left.splice(at, 1);
    return presentSchedule(schedule, effective, found ? firing(effective) : schedule);
  });
  return [...paired, ...left.map((one) => presentSchedule(undefined, one, firing(one)))];
}

const presentScript = (script: SetupScript | null) =>
  script && {
    text: 'text' in script.source ? script.source.text : null,
    path: 'path' in script.source ? script.source.path : null,
    arguments: script.arguments,
    timeout: script.timeout,
  };

/** Where to connect; nobody can where the door is closed. */
function presentSsh(
  { ssh }: Pick<ShownComputeInstance, 'ssh'>,
  observed: ComputeInstanceObserved | null,
) {
  const open = ssh.enabled ? observed : null;
  return { ...ssh, host: open?.publicIpAddress ?? open?.privateIpAddress ?? null };
}

/** A compute instance as clients see it, beside what every resource has. */
export function present(row: ResourceRow, parent: PresentedParent) {
  const desired = row.desired as ComputeInstanceDesired;
  const observed = (row.observed ?? null) as ComputeInstanceObserved | null;
  const { setupScripts, ssh, ...shown } = shownSettings(computeInstanceSettings, desired, observed);
  return {
    ...shown,
    workspace: parent,
    state: observed?.state ?? 'UNKNOWN',
    rawState: observed?.rawState ?? '',
    ssh: presentSsh({ ssh }, observed),
    publicIpAddress: observed?.publicIpAddress ?? null,
    privateIpAddress: observed?.privateIpAddress ?? null,
    get schedules() {
      return presentSchedules(desired.schedules, standing(row, observed));
    },
    idleShutdown: {
      configured: desired.idleTimeBeforeShutdown,
      effective: observed?.idleTimeBeforeShutdown ?? null,
    },
    setupScripts: setupScripts && {
      creationScript: presentScript(setupScripts.creationScript),
      startupScript: presentScript(setupScripts.startupScript),
    },
    lastOperation: observed?.lastOperation ?? null,
    applications: (observed?.applications ?? []).map(({ displayName, endpointUri }) => ({
      name: displayName,
      url: endpointUri,
    })),
  };
}

/** The schedules that Azure has; undefined while they may still come to be as they were asked for. */
function standing(
  { provisioningState, goneAt }: ResourceRow,
  observed: ComputeInstanceObserved | null,
): readonly ObservedPowerSchedule[] | undefined {
  if (goneAt !== null) return [];
  if (observed) return observed.schedules;
  return provisioningState === 'FAILED' || provisioningState === 'CANCELED' ? [] : undefined;
}
