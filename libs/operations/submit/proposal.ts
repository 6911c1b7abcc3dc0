import type { ArmId, DomainError, Warning } from '#libs/kernel';
import type { CostTag, ResourceKind } from '#libs/resources';
import type { OperationKind } from '../operation.js';
import type { Payer, Target } from './scope.repository.js';

/** What a request comes to, before it is accepted: a mutation accepts it, a plan shows it. */
export interface Proposal {
  kind: OperationKind;
  resourceKind: ResourceKind;
  payer: Payer;
  name: string;
  armId: ArmId;
  /** Its region, or that of what holds it, as ARM names it. */
  location: string;
  /** What it changes or takes away, as it stands; null: it is made. */
  target: Target | null;
  /** Null: stays as it is. */
  desired: Record<string, unknown> | null;
  /** Null: they stay as they are. */
  costTags: readonly CostTag[] | null;
  /** Which settings a change is about, by their names; absent: all. */
  asked?: readonly string[];
  /** Present where it was accepted before, and is decided on again: the row that it has, and what Azure has of it by now. */
  row?: { id: string; observed: unknown };
  /** What was asked, as the verb has parsed it. */
  requested: Readonly<Record<string, unknown>>;
  /** For the steps, beyond the desired state. */
  input: Record<string, unknown>;
  /** What stands in it and goes with it, as Azure lists it now; absent: it is no deletion of what holds others. */
  contents?: readonly Content[];
  /** True where it stands so already. */
  noop: boolean;
  /** Present where it stands in Azure and is taken as it is: whether its cost tags are written there. */
  taken?: { writesTags: boolean };
  warnings: readonly Warning[];
  /** Why it is refused; empty: it can be accepted. */
  refusals: readonly DomainError[];
}

/** What goes with a deletion. */
export interface Content {
  armId: ArmId;
  /** False: Armature did not make it, and no team has claimed it. */
  managed: boolean;
}
