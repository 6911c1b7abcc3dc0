import type { ArmId, ProvisioningError } from '#libs/kernel';

/** A kind of resource, e.g. COMPUTE_CLUSTER. Which there are, libs/kinds says. */
export type ResourceKind = string;

export type ProvisioningState =
  'UNKNOWN' | 'CREATING' | 'UPDATING' | 'DELETING' | 'SUCCEEDED' | 'FAILED' | 'CANCELED';

export type CostTagSource = 'REQUEST' | 'TEAM_DEFAULT' | 'POLICY' | 'AZURE';

export interface CostTag {
  key: string;
  value: string;
  source: CostTagSource;
}

/** A row of `resource`. `desired` and `observed` are parsed by the kind's own schema. */
export interface Resource {
  id: string;
  kind: ResourceKind;
  teamId: string;
  parentId: string | null;
  name: string;
  armId: ArmId;
  subscriptionId: string;
  location: string;
  version: number;
  provisioningState: ProvisioningState;
  rawProvisioningState: string;
  provisioningErrors: ProvisioningError[];
  desired: unknown;
  observed: unknown;
  createdById: string | null;
  createdAt: Date;
  observedAt: Date | null;
  goneAt: Date | null;
}

/** What a look at ARM, or a step, changes on a resource row. Absent: left as it is. */
export interface ResourceFacts {
  provisioningState?: ProvisioningState;
  rawProvisioningState?: string;
  provisioningErrors?: ProvisioningError[];
  observed?: unknown;
  /** True: it is no longer there; the row stays for the history, with everything that lived in it. */
  gone?: true;
}
