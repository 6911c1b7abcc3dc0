import type { z } from 'zod';
import type { BilledCompute } from '#libs/estimates';
import type { ArmId } from '#libs/kernel';
import type { DemandingChange, QuotaDemand } from '#libs/quotas';
import type { CostTag, DriftField, Findings } from '#libs/resources';
import type { AnyVerb } from '#libs/verbs';
import type { OperationKind, ManagedKind, Target, SubmitDeps, ChangePlan } from '#libs/operations';
import type { FoundConnectedCluster } from './connected-clusters/found-connected-cluster.js';

/** A kind of resource: everything that others have to know of it. Whoever needs a list of kinds makes it from these. */
export interface KindDefinition extends ManagedKind {
  /** Its type in GraphQL, which its global ids name too. */
  node: string;
  /** Its folder in `libs/kinds` and in `apps/api/src/graphql`. */
  folder: string;
  /** What clients can ask of it. */
  verbs: readonly AnyVerb<SubmitDeps>[];
  tagging: Tagging;
  /** What one with these settings (`desired`) is billed by; null where they do not say it. Absent: nothing that is known. */
  billed?(settings: object): BilledCompute | null;
  /** What of a region's quota a change of it takes; null: nothing. Absent: never anything. */
  demand?(change: DemandingChange): QuotaDemand | null;
  /** Present for what a workspace lists as its computes. */
  compute?: ComputeDefinition;
}

/** How cost tags are changed. */
export interface Tagging {
  /** What sends them; of what cannot be tagged, what a refusal is told as. */
  operation: OperationKind;
  /** Why there is nothing to tag. */
  refusal?: string;
  /** What new tags take beyond themselves; absent: nothing. */
  plan?(target: Target, costTags: readonly CostTag[], findings: Findings): ChangePlan;
}

/** A compute of a workspace: how it is found there, and what can be done about it. */
export interface ComputeDefinition {
  /** In the list of computes, a sentence for clients. */
  description: string;
  /** ARM's `computeType`. */
  armType: string;
  /**
   * The fields of `observed` whose change means that somebody changed the compute in Azure. The others change
   * by themselves.
   */
  drift: { schema: z.ZodObject; fields: Readonly<Record<string, DriftField>> };
  /**
   * What one that was found would have been asked for as; undefined where it cannot be said: of an attachment whose
   * cluster has no row here.
   */
  adopt(observed: object, cluster: FoundConnectedCluster | undefined): object | undefined;
  /**
   * The ARM id of the connected cluster that the compute is attached from; absent for kinds that are not
   * attached.
   */
  clusterOf?(observed: object): ArmId | null | undefined;
  /** Whether a look soon will see it otherwise, beyond what its provisioningState says; absent: never. */
  isMoving?(observed: object): boolean;
  /** What sends tags and leaves it at its work; absent: a claim sends none. */
  claimBy?: OperationKind;
  /** What `deleteCompute` does with it; absent: nothing. */
  deleteBy?: OperationKind;
}
