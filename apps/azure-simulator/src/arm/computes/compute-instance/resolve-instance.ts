import { durationSeconds } from '#libs/kernel';
import { ArmRefusal } from '../../arm-error.js';
import { defaultVmSize, findVmSize, supportsInstances } from '../../vm-sizes/vm-sizes.js';
import type { RequestedInstance } from './instance.schema.js';
import type { AssignedUser, InstanceSettings } from './instance-settings.js';
import { resolveSchedules } from './resolve-schedules.js';
import { resolveScripts } from './resolve-scripts.js';

const badRequest = (message: string, name: string): ArmRefusal =>
  new ArmRefusal(400, { code: 'BadRequest', message, target: `properties.properties.${name}` });

/**
 * The settings a PUT asks for, defaults filled in. Where an instance stands, schedules and idle time are the PUT's alone;
 * what else it leaves out stays.
 */
export function resolveInstance(
  requested: RequestedInstance,
  existing: InstanceSettings | undefined,
): InstanceSettings {
  checkPriority(requested.vmPriority);
  const vmSize = requested.vmSize ?? existing?.vmSize ?? defaultVmSize;
  checkInstanceSize(vmSize, 'vmSize');
  const idle = requested.idleTimeBeforeShutdown ?? undefined;
  if (idle !== undefined) checkIdleTime(idle, 'properties.properties.idleTimeBeforeShutdown');
  const sshSettings = resolveSsh(requested.sshSettings, existing?.sshSettings);
  const assignedUser = resolveUser(requested, existing);
  if (assignedUser && sshSettings.sshPublicAccess === 'Enabled')
    throw badRequest(
      'SSH access cannot be enabled on a compute instance that is assigned to another user.',
      'sshSettings.sshPublicAccess',
    );
  return {
    vmSize,
    subnet: orEarlier(requested.subnet, existing?.subnet),
    applicationSharingPolicy:
      requested.applicationSharingPolicy ?? existing?.applicationSharingPolicy ?? 'Shared',
    autologgerSettings: orEarlier(requested.autologgerSettings, existing?.autologgerSettings),
    sshSettings,
    customServices: orEarlier(requested.customServices, existing?.customServices),
    computeInstanceAuthorizationType: 'personal',
    personalComputeInstanceSettings: assignedUser ? { assignedUser } : null,
    enableOSPatching: requested.enableOSPatching ?? existing?.enableOSPatching ?? false,
    enableRootAccess: requested.enableRootAccess ?? existing?.enableRootAccess ?? true,
    enableSSO: requested.enableSSO ?? existing?.enableSSO ?? true,
    releaseQuotaOnStop: requested.releaseQuotaOnStop ?? existing?.releaseQuotaOnStop ?? false,
    setupScripts: resolveScripts(requested.setupScripts, existing?.setupScripts),
    schedules: resolveSchedules(requested.schedules, existing?.schedules),
    ...(idle === undefined ? {} : { idleTimeBeforeShutdown: idle }),
    enableNodePublicIp: requested.enableNodePublicIp ?? existing?.enableNodePublicIp ?? true,
  };
}

/** Refuses a size that there is not, or that instances do not come in. */
export function checkInstanceSize(vmSize: string, target: string): void {
  const size = findVmSize(vmSize);
  if (!size || !supportsInstances(size))
    throw badRequest(
      `The specified VM size '${vmSize}' is not supported for compute instances. Choose one that the vmSizes operation lists with ComputeInstance for this region.`,
      target,
    );
}

/** 15 minutes to 3 days (docs/azure-facts.md#compute-instances). */
export function checkIdleTime(time: string, target: string): void {
  const seconds = durationSeconds(time);
  if (seconds === undefined || seconds < 15 * 60 || seconds > 3 * 24 * 3600)
    throw new ArmRefusal(400, {
      code: 'BadRequest',
      message: `The idle time before shutdown '${time}' is invalid. It must be an ISO 8601 duration from PT15M to P3D.`,
      target,
    });
}

function checkPriority(priority: string | null | undefined): void {
  if (priority && priority !== 'Dedicated')
    throw badRequest('Compute instances are not available at low priority.', 'vmPriority');
}

const orEarlier = <T>(requested: T | null | undefined, existing: T | null | undefined): T | null =>
  requested === undefined ? (existing ?? null) : requested;

function resolveSsh(
  requested: RequestedInstance['sshSettings'],
  existing: InstanceSettings['sshSettings'] | undefined,
): InstanceSettings['sshSettings'] {
  const sshPublicAccess = requested?.sshPublicAccess ?? existing?.sshPublicAccess ?? 'Disabled';
  const adminPublicKey = requested?.adminPublicKey ?? existing?.adminPublicKey;
  if (sshPublicAccess === 'Enabled' && !adminPublicKey)
    throw badRequest(
      'An SSH public key is required where SSH access is enabled.',
      'sshSettings.adminPublicKey',
    );
  return { sshPublicAccess, ...(adminPublicKey ? { adminPublicKey } : {}) };
}

const resolveUser = (
  { personalComputeInstanceSettings: asked }: RequestedInstance,
  existing: InstanceSettings | undefined,
): AssignedUser | undefined =>
  asked === undefined
    ? existing?.personalComputeInstanceSettings?.assignedUser
    : (asked?.assignedUser ?? undefined);
