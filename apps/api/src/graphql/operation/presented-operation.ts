import { kinds } from '#libs/kinds';
import { estimateProgress, isCancelable, type FindDuration, type Progress } from '#libs/operations';
import { globalId } from '#libs/verbs';
import type { OperationRow } from '../../reads/rows.js';
import { presentRequirement } from './present-requirement.js';
import { presentError, presentPrincipal } from '../present.js';

/** An operation as its GraphQL type; what it takes to show is worked out when it is asked for. */
export class PresentedOperation {
  readonly __typename = 'Operation';
  private estimate: Progress | undefined;

  constructor(
    private readonly row: OperationRow,
    private readonly findDuration: FindDuration,
  ) {}

  get id() {
    return globalId('Operation', this.row.id);
  }
  get rowId() {
    return this.row.id;
  }
  get kind() {
    return this.row.kind;
  }
  get status() {
    return this.row.status;
  }
  get targetId() {
    return this.row.targetId;
  }
  get targetName() {
    return this.row.targetName;
  }
  get planId() {
    return this.row.planId;
  }
  get idempotencyKey() {
    return this.row.idempotencyKey;
  }
  get cost() {
    return this.row.cost;
  }
  get approval() {
    const { approval } = this.row;
    return (
      approval && {
        expiresAt: approval.expiresAt,
        requirement: presentRequirement(approval.requirement, approval.findings),
        decisions: approval.decisions.map((said) => ({ ...said, by: presentPrincipal(said.by) })),
      }
    );
  }
  get createdAt() {
    return this.row.createdAt;
  }
  get startedAt() {
    return this.row.startedAt;
  }
  get completedAt() {
    return this.row.completedAt;
  }
  get error() {
    return this.row.error && presentError(this.row.error);
  }
  get steps() {
    return this.row.steps.map((step) => ({
      ...step,
      error: step.error && presentError(step.error),
    }));
  }
  get requestedBy() {
    return presentPrincipal(this.row.requestedBy);
  }
  get cancelable() {
    return isCancelable(this.row, this.row.steps, kinds.operation(this.row.kind));
  }
  get progress() {
    return this.estimated().progress;
  }
  get expectedCompletionAt() {
    return this.estimated().expectedCompletionAt;
  }
  get retryAfterSeconds() {
    return this.estimated().retryAfterSeconds;
  }

  private estimated(): Progress {
    return (this.estimate ??= this.estimateNow());
  }

  private estimateNow(): Progress {
    const steps = this.row.steps.map((step) => ({
      ...step,
      startedAt: step.startedAt === null ? null : new Date(step.startedAt),
    }));
    return estimateProgress({ ...this.row, steps }, this.findDuration, new Date());
  }
}
