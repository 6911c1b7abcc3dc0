import { ArmRefusal } from '../../arm-error.js';
import { defaultVmSize, findVmSize } from '../../vm-sizes/vm-sizes.js';
import type { ClusterSettings, ScaleSettings } from './cluster-settings.js';
import type { RequestedCluster } from './cluster.schema.js';

const badRequest = (message: string, target: string): ArmRefusal =>
  new ArmRefusal(400, { code: 'BadRequest', message, target });

/** The settings a PUT asks for, defaults filled in; where a cluster stands, what the PUT leaves out stays. */
export function resolveSettings(
  requested: RequestedCluster,
  existing: ClusterSettings | undefined,
): ClusterSettings {
  const vmSize = requested.vmSize ?? existing?.vmSize ?? defaultVmSize;
  const vmPriority = requested.vmPriority ?? existing?.vmPriority ?? 'Dedicated';
  checkSize(vmSize, vmPriority);
  const subnet = orEarlier(requested.subnet, existing?.subnet);
  const credentials = readCredentials(requested, existing?.userAccountCredentials);
  const propertyBag = requested.propertyBag ?? existing?.propertyBag;
  return {
    vmSize,
    vmPriority,
    osType: requested.osType ?? existing?.osType ?? 'Linux',
    virtualMachineImage: orEarlier(requested.virtualMachineImage, existing?.virtualMachineImage),
    isolatedNetwork: requested.isolatedNetwork ?? existing?.isolatedNetwork ?? false,
    subnet,
    remoteLoginPortPublicAccess: remoteLogin(requested, existing, subnet !== null),
    enableNodePublicIp: requested.enableNodePublicIp ?? existing?.enableNodePublicIp ?? true,
    ...(credentials ? { userAccountCredentials: credentials } : {}),
    scaleSettings: resolveScale(requested.scaleSettings, existing),
    ...(propertyBag ? { propertyBag } : {}),
  };
}

/** Scale settings of a PUT or PATCH; refuses a minimum above the maximum. */
export function resolveScale(
  requested: RequestedCluster['scaleSettings'],
  existing: ClusterSettings | undefined,
): ScaleSettings {
  if (!requested) {
    if (existing) return existing.scaleSettings;
    throw badRequest('ScaleSettings must be specified for an AmlCompute.', 'scaleSettings');
  }
  const { minNodeCount, maxNodeCount, nodeIdleTimeBeforeScaleDown } = requested;
  if (minNodeCount > maxNodeCount)
    throw badRequest(
      `The minimum node count (${minNodeCount}) must not exceed the maximum node count (${maxNodeCount}).`,
      'scaleSettings.minNodeCount',
    );
  return {
    minNodeCount,
    maxNodeCount,
    ...(nodeIdleTimeBeforeScaleDown ? { nodeIdleTimeBeforeScaleDown } : {}),
  };
}

const orEarlier = <T>(requested: T | null | undefined, existing: T | null | undefined): T | null =>
  requested === undefined ? (existing ?? null) : requested;

/** NotSpecified is answered as what it comes to: closed in a VNet, open otherwise. */
function remoteLogin(
  requested: RequestedCluster,
  existing: ClusterSettings | undefined,
  inVnet: boolean,
): 'Enabled' | 'Disabled' {
  const asked = requested.remoteLoginPortPublicAccess;
  if (asked === 'Enabled' || asked === 'Disabled') return asked;
  return existing?.remoteLoginPortPublicAccess ?? (inVnet ? 'Disabled' : 'Enabled');
}

type Credentials = ClusterSettings['userAccountCredentials'];

/** A GET leaves the key out, so what was read and is sent again keeps the one that stands. */
function readCredentials(
  { userAccountCredentials: asked }: RequestedCluster,
  existing: Credentials,
): Credentials {
  if (!asked) return existing;
  const { adminUserName } = asked;
  const adminUserSshPublicKey = asked.adminUserSshPublicKey ?? existing?.adminUserSshPublicKey;
  return { adminUserName, ...(adminUserSshPublicKey ? { adminUserSshPublicKey } : {}) };
}

function checkSize(vmSize: string, vmPriority: ClusterSettings['vmPriority']): void {
  const size = findVmSize(vmSize);
  if (!size)
    throw badRequest(
      `The specified VM size '${vmSize}' is not supported. Choose one that the vmSizes operation lists for this region.`,
      'vmSize',
    );
  if (vmPriority === 'LowPriority' && !size.lowPriorityCapable)
    throw badRequest(`The VM size '${vmSize}' is not available at low priority.`, 'vmPriority');
}
