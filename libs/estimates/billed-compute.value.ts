import type { VmPriority } from '#libs/resources';

/** From the fewest to the most that there may be. */
export interface Range {
  least: number;
  most: number;
}

/** A compute as far as Azure bills it: each kind says of its settings what that is. */
export interface BilledCompute {
  /** What runs by the hour; null: none of it is billed as virtual machines of Azure. */
  machines: (Range & { vmSize: string; vmPriority: VmPriority; location: string }) | null;
  loadBalancers: Range;
  /** Disks of operating systems that are billed on their own, as long as it stands. */
  osDisks: number;
  /** What is billed by what is used, and by no hour: by name. */
  byUse: readonly string[];
  /** What of its settings the estimate takes how, in words. */
  assumptions: readonly string[];
}
