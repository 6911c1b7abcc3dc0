import type { CostTag } from '#libs/resources';
import type { ChangeAudit } from './change-audit.js';
import { actionPrefix } from '../kind.rules.js';
import type { OperationKind } from '../operation.js';

/** What a resource shall be asked for as: fields of its desired state, and all its cost tags. Absent: as they are. */
export interface Wish {
  desired?: Record<string, unknown>;
  costTags?: readonly CostTag[];
}

/** A wish that replaces another one on the row, in the transaction that says why. */
export interface WishChange {
  set: Wish;
  /** What it replaces: for the audit trail. */
  was: Wish;
  /** True: `was` is kept with the operation, so that a retry asks for it again. */
  kept: boolean;
}

/** The audit row of a wish that replaces another one. */
export const auditOfWish = (
  kind: OperationKind,
  event: 'taken_back' | 'asked_again',
  { set, was }: WishChange,
): ChangeAudit => ({
  action: `${actionPrefix(kind)}.${event}`,
  before: wishFields(was),
  after: wishFields(set),
});

const wishFields = ({ desired, costTags }: Wish): Record<string, unknown> => ({
  ...desired,
  ...(costTags && { costTags }),
});
