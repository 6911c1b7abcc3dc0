import { armIdKey, parentArmId } from '#libs/kernel';
import { bindingLines, countingLine } from '#libs/quotas';
import type { VmPriority, Usage, VmSizeFacts } from '#libs/resources';

/** What counts the nodes of a compute. */
export interface DiagnosedNodes {
  armId: string;
  vmSize: string;
  vmPriority: VmPriority;
}

const linesAbout = (
  { armId, vmPriority }: DiagnosedNodes,
  size: VmSizeFacts | undefined,
  usages: readonly Usage[],
): Usage[] =>
  bindingLines({ vmPriority, workspaceKey: armIdKey(parentArmId(armId)) }, size, usages);

/**
 * The lines that bind a compute, the one with least room first: its family's and its region's dedicated vCPUs, and its
 * workspace's share; low priority has one number over all families (docs/azure-facts.md#usages).
 */
export const bindingQuotas = (
  nodes: DiagnosedNodes,
  size: VmSizeFacts | undefined,
  usages: readonly Usage[],
): Usage[] =>
  linesAbout(nodes, size, usages)
    .filter(({ limit }) => limit >= 0)
    .toSorted((a, b) => room(a) - room(b));

/** Whether usages say all that binds a compute: the line that counts its nodes is there, and every use is told. */
export function isQuotaTold(
  nodes: DiagnosedNodes,
  size: VmSizeFacts | undefined,
  usages: readonly Usage[],
): boolean {
  const lines = linesAbout(nodes, size, usages);
  const counting = countingLine(nodes.vmPriority);
  return (
    lines.some(({ of }) => of === counting) &&
    lines.every(({ limit, current }) => limit < 0 || current !== null)
  );
}

/** At most: what Azure does not tell counts as nothing used. */
const room = ({ limit, current }: Usage): number => limit - (current ?? 0);

/** The line that leaves no room for one more node, if any. */
export const exhaustedQuota = (
  quotas: readonly Usage[],
  size: VmSizeFacts | undefined,
): Usage | undefined => quotas.find((line) => room(line) < (size?.vCpus ?? 1));

/** E.g. 24 of 24 Standard DSv2 Family Cluster Dedicated vCPUs are used; a machine name gets the unit that it lacks. */
export function describeQuota({ current, limit, name }: Usage): string {
  const what = /(?:cpu|core)s$/i.test(name) ? name : `vCPUs of ${name}`;
  return current === null
    ? `no more than ${limit} ${what} may be used`
    : `${current} of ${limit} ${what} are used`;
}
