import { newStep } from './cancellation.rules.js';
import { isCompensation, stepNamed } from '../kind.rules.js';
import type { OperationStep } from '../operation-step.js';
import type { OperationDefinition } from '../step.js';

/**
 * Where a retry takes up: at the last write up to the failed step, because waiting again for what Azure has given up
 * would fail again; at the failed step where nothing was written before it. What undoes starts over among itself. A
 * write that is only the last part of what was sent names where all of it begins.
 */
export function retryPosition(
  steps: readonly OperationStep[],
  failedAt: number,
  kind: OperationDefinition,
): number {
  const undoing = (step: OperationStep): boolean => isCompensation(kind, step.name);
  const failed = steps[failedAt];
  const write = steps
    .slice(0, failedAt + 1)
    .findLast(
      (step) =>
        stepNamed(kind, step.name)?.writes && (!failed || undoing(step) === undoing(failed)),
    );
  const first = write && stepNamed(kind, write.name)?.retriedFrom;
  const whole = first === undefined ? undefined : steps.find(({ name }) => name === first);
  return (whole ?? write)?.position ?? failedAt;
}

/** The steps from there on, as if nobody had run them; that a PUT went out is not forgotten. */
export const stepsToRetry = (steps: readonly OperationStep[], from: number): OperationStep[] =>
  steps.slice(from).map(({ name, position, memory: { wrote } }) => ({
    ...newStep(name, position),
    memory: wrote === true ? { wrote } : {},
  }));
