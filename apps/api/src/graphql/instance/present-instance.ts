import {
  instanceDesiredSchema,
  nextFireTimes,
  samePowerSchedule,
  vmSizeKey,
  type InstanceDesired,
  type InstanceObserved,
  type ObservedPowerSchedule,
  type PowerSchedule,
  type SetupScript,
} from '#libs/resources';
import type { ResourceRow } from '../../reads/read-resources.repository.js';
import { presentIdentity } from '../present-identity.js';
import { globalId } from '../relay/global-id.js';

/** How many coming fire times are shown. */
const shownFireTimes = 3;

const presentSetting = ({ action, status, trigger }: PowerSchedule) => ({
  action,
  status,
  trigger: 'cron' in trigger ? trigger.cron : trigger.recurrence,
});

/** Fire times are worked out when they are asked for. */
const presentSchedule = (
  configured: PowerSchedule | undefined,
  effective: ObservedPowerSchedule | undefined,
) => ({
  configured: configured ? presentSetting(configured) : null,
  effective: effective ? presentSetting(effective) : null,
  provisioningStatus: effective?.provisioningStatus ?? null,
  get nextFireTimes() {
    const schedule = effective ?? configured;
    return schedule ? nextFireTimes(schedule, new Date(), shownFireTimes) : [];
  },
});

/** Each schedule asked for beside the one Azure reports for it, then those that only Azure reports. */
function presentSchedules(
  asked: readonly PowerSchedule[],
  found: readonly ObservedPowerSchedule[],
) {
  const left = [...found];
  const paired = asked.map((schedule) => {
    const at = left.findIndex((other) => samePowerSchedule(schedule, other));
    const [effective] = at < 0 ? [] : left.splice(at, 1);
    return presentSchedule(schedule, effective);
  });
  return [...paired, ...left.map((schedule) => presentSchedule(undefined, schedule))];
}

const presentScript = (script: SetupScript | null) =>
  script && {
    text: 'text' in script.source ? script.source.text : null,
    path: 'path' in script.source ? script.source.path : null,
    arguments: script.arguments,
    timeout: script.timeout,
  };

/** Azure names a port and an account of a closed door too: nobody can connect there, so they are not told. */
function presentSsh({ ssh: asked }: InstanceDesired, observed: InstanceObserved | null) {
  const enabled = observed ? observed.ssh.publicAccess === 'ENABLED' : asked !== null;
  const open = enabled ? observed : null;
  return {
    enabled,
    host: open?.publicIpAddress ?? open?.privateIpAddress ?? null,
    port: open?.ssh.port ?? null,
    adminUsername: open?.ssh.adminUsername ?? null,
    // Empty where it was found in Azure, which keeps the key to itself.
    publicKey: asked?.publicKey || null,
  };
}

/** Azure answers sizes in capitals: as asked for where that is the one it has, as Azure has it after a resize that failed. */
const sizeOf = ({ vmSize }: InstanceDesired, observed: InstanceObserved | null): string =>
  !observed?.vmSize || vmSizeKey(observed.vmSize) === vmSizeKey(vmSize) ? vmSize : observed.vmSize;

/** What is an instance's own; the rest is every compute's. */
export function presentInstance({ id, desired: asked, observed: found }: ResourceRow) {
  const desired = instanceDesiredSchema.parse(asked);
  const observed = found as InstanceObserved | null;
  const { setupScripts, identity, idleTimeBeforeShutdown } = desired;
  return {
    __typename: 'ComputeInstance',
    id: globalId('ComputeInstance', id),
    description: desired.description,
    vmSize: sizeOf(desired, observed),
    state: observed?.state ?? 'UNKNOWN',
    rawState: observed?.rawState ?? '',
    assignedUser: desired.assignedUser ?? observed?.assignedUser ?? null,
    ssh: presentSsh(desired, observed),
    subnetId: desired.subnetId,
    enableNodePublicIp: desired.enableNodePublicIp,
    publicIpAddress: observed?.publicIpAddress ?? null,
    privateIpAddress: observed?.privateIpAddress ?? null,
    identity: presentIdentity(identity, observed?.identity),
    get schedules() {
      return presentSchedules(desired.schedules, observed?.schedules ?? []);
    },
    idleTimeBeforeShutdown: observed ? observed.idleTimeBeforeShutdown : idleTimeBeforeShutdown,
    idleShutdown: {
      configured: idleTimeBeforeShutdown,
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
    customApplications: desired.customApplications,
  };
}
