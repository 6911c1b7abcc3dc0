import { familyKey, type Usage, type VmPriority, type VmSizeFacts } from '#libs/resources';
import type { HeldMachines, NodeNeeds, QuotaDemand } from './quota-demand.value.js';

/** vCPUs that a demand comes to, and those that it has already. */
export interface DemandedCores {
  size: VmSizeFacts;
  all: NodeNeeds;
  /** Of the same family, and over all families. */
  had: { ofFamily: number; ofRegion: number };
}

type Sizes = Readonly<Record<string, VmSizeFacts>>;

const sizeOf = (sizes: Sizes, vmSize: string): VmSizeFacts | undefined =>
  sizes[vmSize.toLowerCase()];

/** Undefined where it is not known how many vCPUs the size has. `usages`: the lines of the compute itself are looked at. */
export function demandedCores(
  { vmSize, nodes, has }: QuotaDemand,
  sizes: Sizes,
  usages: readonly Usage[],
  computeKey: string | null,
): DemandedCores | undefined {
  const size = sizeOf(sizes, vmSize);
  if (!size || size.vCpus <= 0) return undefined;
  const before = sizeOf(sizes, has.vmSize) ?? size;
  const had = coresHad(has, before, usages, computeKey);
  const isSameFamily = familyKey(before.family) === familyKey(size.family);
  return {
    size,
    all: {
      atOnce: nodes.atOnce * size.vCpus,
      needed: nodes.needed * size.vCpus,
      atMost: nodes.atMost * size.vCpus,
    },
    had: { ofFamily: isSameFamily ? had : 0, ofRegion: had },
  };
}

/**
 * Where Azure counts computes one by one, one that is not among them holds nothing. Where it does not, a stopped instance keeps
 * its vCPUs, as documented (docs/azure-facts.md#compute-instances).
 */
function coresHad(
  { nodes }: HeldMachines,
  { vCpus }: VmSizeFacts,
  usages: readonly Usage[],
  computeKey: string | null,
): number {
  if (nodes !== null) return nodes * vCpus;
  const told = usages.filter(({ of }) => of === 'COMPUTE');
  const own = told.find((line) => line.computeKey === computeKey);
  if (own) return own.current ?? vCpus;
  return told.length > 0 ? 0 : vCpus;
}

/** By which vCPUs are held: of a family, or of all (`''`). */
export const heldKey = (vmPriority: VmPriority, family: string): string =>
  `${vmPriority} ${family}`;
