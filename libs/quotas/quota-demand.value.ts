import type { SizedCompute, VmPriority } from '#libs/resources';

/** Machines that something takes of a region, as each kind says it of its settings. */
export interface QuotaDemand {
  vmSize: string;
  vmPriority: VmPriority;
  /** Lower case, as Azure lists it. */
  location: string;
  computeType: SizedCompute;
  nodes: NodeNeeds;
  /** What it has of them already, which Azure counts among what is used. */
  has: HeldMachines;
  /** True where there will be one compute more. */
  isNew: boolean;
  /** Which field of the verb's input asks for it. */
  field: string;
}

/** How many nodes there will be, those that are there among them. */
export interface NodeNeeds {
  /** As soon as it stands. */
  atOnce: number;
  /** There must be room for, or Azure makes nothing of it: one at least, though it begins without any. */
  needed: number;
  atMost: number;
}

export interface HeldMachines {
  vmSize: string;
  /** Null: whether it holds its vCPUs is for Azure to say, as of an instance that is stopped. */
  nodes: number | null;
}

/** What becomes of settings by an operation. */
export interface DemandingChange {
  /** The kind of operation. */
  operation: string;
  settings: object;
  /** As they stand; null where nothing does, or nobody knows. */
  standing: object | null;
  observed: object | null;
}
