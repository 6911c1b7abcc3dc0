import type { CoreHolding, Quotas, Room } from '../../quotas/quotas.js';
import { familyName } from '../../quotas/family-names.js';
import { findVmSize } from '../../vm-sizes/vm-sizes.js';
import type { ArmErrorBody } from '../../arm-error.js';
import type { ComputeRecord } from '../compute-record.js';
import { chargedNodes } from './cluster-state.js';

export const coresOf = (vmSize: string): number => findVmSize(vmSize)?.vCpus ?? 1;

/** The cores a cluster holds now. */
export function holdingOf(record: ComputeRecord): CoreHolding {
  const { vmSize, vmPriority } = record.settings;
  return {
    subscriptionId: record.subscriptionId,
    location: record.computeLocation,
    workspaceKey: record.workspaceKey,
    family: findVmSize(vmSize)?.family ?? '',
    priority: vmPriority,
    cores: chargedNodes(record.state) * coresOf(vmSize),
  };
}

/**
 * Why a cluster can never have its minimum (or one node): the limits themselves are too low
 * (docs/azure-facts.md#errors).
 */
export function minNodesRefusal(quotas: Quotas, record: ComputeRecord): ArmErrorBody | undefined {
  const { scaleSettings, vmSize } = record.settings;
  if (scaleSettings.maxNodeCount === 0) return undefined;
  const nodes = Math.max(1, scaleSettings.minNodeCount);
  const cores = nodes * coresOf(vmSize);
  const room = quotas.rooms(holdingOf(record)).find(({ limit }) => limit < cores);
  if (!room) return undefined;
  return {
    code: 'ClusterMinNodesExceedCoreQuota',
    message: `The specified subscription has a total vCPU quota of ${room.limit} and cannot accomodate for at least ${nodes} requested managed compute node which maps to ${cores} vCPUs.`,
  };
}

/** How many more nodes the limits leave room for, and the error where that is not all. */
export function grantByQuota(
  quotas: Quotas,
  record: ComputeRecord,
  wanted: number,
): { nodes: number; error?: ArmErrorBody } {
  if (isLowPriorityRefused(record)) return { nodes: 0, error: noLowPriority(record) };
  const cores = coresOf(record.settings.vmSize);
  const rooms = quotas.rooms(holdingOf(record));
  const tightest = rooms.reduce((a, b) => (free(b) < free(a) ? b : a));
  const nodes = Math.max(0, Math.min(wanted, Math.floor(free(tightest) / cores)));
  return nodes === wanted
    ? { nodes }
    : { nodes, error: quotaReached(holdingOf(record), tightest, (wanted - nodes) * cores) };
}

/** Of these there are no low-priority nodes, which shows once they are wanted (docs/azure-facts.md#usages). */
const isLowPriorityRefused = ({ settings }: ComputeRecord): boolean =>
  settings.vmPriority === 'LowPriority' &&
  findVmSize(settings.vmSize)?.family === 'standardNDSH100v5Family';

const noLowPriority = ({ settings: { vmSize } }: ComputeRecord): ArmErrorBody => ({
  code: 'UnsupportedVMSizeForLowPriority',
  message: `The VM size ${vmSize} is not supported for low priority.`,
});

const free = ({ limit, used }: Room): number => limit - used;

/** What Azure says where `additional` cores do not fit in a limit. */
export function quotaReached(
  { family, priority }: CoreHolding,
  room: Room,
  additional: number,
): ArmErrorBody {
  return {
    code: 'ClusterCoreQuotaReached',
    message: `Operation results in exceeding quota limits of ${familyName(family, priority).display}. Maximum allowed: ${room.limit}, Current in use: ${room.used}, Additional requested: ${additional}. Please read more about quota increase at: http://aka.ms/corequotaincrease`,
  };
}
