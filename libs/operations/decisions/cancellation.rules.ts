import { isCompensation, stepNamed } from '../kind.rules.js';
import type { OperationStatus, StepStatus } from '../operation.js';
import type { OperationStep } from '../operation-step.js';
import type { OperationDefinition } from '../step.js';

/** What must be known of a step to say whether it sent a write to ARM. */
export interface SentStep {
  name: string;
  status: StepStatus;
  /** operation_step.memory ->> 'submitting'. */
  submitting: boolean;
}

/** What must be known of an operation to say whether it can be canceled. */
export interface CancelableOperation {
  status: OperationStatus;
  cancelRequestedAt: Date | null;
}

const ended: readonly StepStatus[] = ['SUCCEEDED', 'FAILED', 'SKIPPED', 'CANCELED'];
const open: readonly OperationStatus[] = ['AWAITING_APPROVAL', 'QUEUED', 'RUNNING'];

export const toSentStep = (step: OperationStep): SentStep => ({
  name: step.name,
  status: step.status,
  submitting: step.memory.submitting === true,
});

/** True where a write may have reached ARM: `submitting` is committed before it is sent. */
export function wasSent(steps: readonly SentStep[], kind: OperationDefinition): boolean {
  return steps.some(
    (step) =>
      stepNamed(kind, step.name)?.writes === true &&
      (step.submitting || step.status === 'WAITING' || step.status === 'SUCCEEDED'),
  );
}

/** Whether all that an operation was to do stands, and what is left of it only looks. */
export function mayBeLeft(
  steps: readonly Pick<SentStep, 'name' | 'status'>[],
  kind: OperationDefinition,
): boolean {
  const current = steps.find(({ status }) => !ended.includes(status));
  return current !== undefined && stepNamed(kind, current.name)?.mayBeLeft === true;
}

/**
 * Whether `cancelOperation` would be accepted: it has not ended, nobody asked before, and nothing was sent, or the kind
 * can undo it (docs/operation-engine.md#cancel-and-retry), or it stands complete and is only looked at.
 */
export function isCancelable(
  operation: CancelableOperation,
  steps: readonly SentStep[],
  kind: OperationDefinition,
): boolean {
  if (!open.includes(operation.status) || operation.cancelRequestedAt) return false;
  return kind.compensation !== undefined || !wasSent(steps, kind) || mayBeLeft(steps, kind);
}

/** The steps that undo, as rows after the others; none where they are there already. */
export function compensationSteps(
  steps: readonly OperationStep[],
  kind: OperationDefinition,
): OperationStep[] {
  if (steps.some((step) => isCompensation(kind, step.name))) return [];
  return (kind.compensation ?? []).map(({ name }, index) => newStep(name, steps.length + index));
}

/** A step that nobody has run. */
export const newStep = (name: string, position: number): OperationStep => ({
  position,
  name,
  status: 'PENDING',
  attempt: 0,
  message: null,
  rawState: null,
  startedAt: null,
  completedAt: null,
  error: null,
  memory: {},
});

/** The steps that a cancel ends: all that have not ended by themselves. */
export const cancelSteps = (steps: readonly OperationStep[], now: Date): OperationStep[] =>
  steps
    .filter((step) => !ended.includes(step.status))
    .map((step) => ({ ...step, status: 'CANCELED', completedAt: now }));
