import {
  computeInstanceSettings,
  nextFireTimes,
  samePowerSchedule,
  type ComputeInstanceDesired,
  type ComputeInstanceObserved,
  type ObservedPowerSchedule,
  type PowerSchedule,
  type SetupScript,
} from '#libs/kinds/compute-instances';
import type { ResourceRow } from '../../reads/rows.js';
import { presentedWith } from '../presented-resource.js';

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

/** A compute instance as clients see it. */
export class Presented extends presentedWith<
  typeof computeInstanceSettings,
  ComputeInstanceObserved
>(computeInstanceSettings) {
  get workspace() {
    return this.parent;
  }
  get state() {
    return this.observed?.state ?? 'UNKNOWN';
  }
  get rawState() {
    return this.observed?.rawState ?? '';
  }
  /** Where to connect; nobody can where the door is closed. */
  get ssh() {
    const ssh = this.setting('ssh');
    const open = ssh.enabled ? this.observed : null;
    return { ...ssh, host: open?.publicIpAddress ?? open?.privateIpAddress ?? null };
  }
  get publicIpAddress() {
    return this.observed?.publicIpAddress ?? null;
  }
  get privateIpAddress() {
    return this.observed?.privateIpAddress ?? null;
  }
  get schedules() {
    return presentSchedules(this.desired.schedules, standing(this.row, this.observed));
  }
  get idleShutdown() {
    return {
      configured: this.desired.idleTimeBeforeShutdown,
      effective: this.observed?.idleTimeBeforeShutdown ?? null,
    };
  }
  get setupScripts() {
    const scripts = this.setting('setupScripts');
    return (
      scripts && {
        creationScript: presentScript(scripts.creationScript),
        startupScript: presentScript(scripts.startupScript),
      }
    );
  }
  get lastOperation() {
    return this.observed?.lastOperation ?? null;
  }
  get applications() {
    return (this.observed?.applications ?? []).map(({ displayName, endpointUri }) => ({
      name: displayName,
      url: endpointUri,
    }));
  }
  private get desired() {
    return this.row.desired as ComputeInstanceDesired;
  }
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
