import { isTerminal } from '../operation.machine.js';
import type { OperationKind, OperationStatus, StepStatus } from '../operation.js';
import type { FindDuration } from './step-duration.js';

/** What progress is estimated from. */
export interface ProgressInput {
  kind: OperationKind;
  status: OperationStatus;
  steps: readonly { name: string; status: StepStatus; startedAt: Date | null }[];
}

export interface Progress {
  /** 0 to 1; 1 only when the operation has ended. */
  progress: number;
  /** Absent where nobody has seen such steps end, and when the operation has ended. */
  expectedCompletionAt?: Date;
  /** When a client that polls should ask again; absent when the operation has ended. */
  retryAfterSeconds?: number;
}

/** What a step that nobody has seen end is counted as, against the others. */
const unknownMs = 5_000;
const mostUntilDone = 0.99;
const ended: readonly StepStatus[] = ['SUCCEEDED', 'SKIPPED', 'FAILED', 'CANCELED'];

/** Each step counts as long as such steps took before; a running one by its age, but never quite to its end. */
export function estimateProgress(
  { kind, status, steps }: ProgressInput,
  findDuration: FindDuration,
  now: Date,
): Progress {
  if (isTerminal(status)) return { progress: 1 };
  const parts = steps.map((step) => {
    const known = findDuration(kind, step.name);
    const wholeMs = known?.meanMs ?? unknownMs;
    return { known: known !== undefined, wholeMs, doneMs: doneMs(step, wholeMs, now) };
  });
  const wholeMs = sum(parts.map((part) => part.wholeMs));
  const leftMs = wholeMs - sum(parts.map((part) => part.doneMs));
  const progress = wholeMs === 0 ? 0 : Math.min(mostUntilDone, 1 - leftMs / wholeMs);
  return {
    progress: Math.max(0, progress),
    ...(parts.length > 0 &&
      parts.every((part) => part.known) && {
        expectedCompletionAt: new Date(now.getTime() + leftMs),
      }),
    retryAfterSeconds: Math.min(60, Math.max(1, Math.ceil(leftMs / 4_000))),
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

function doneMs(
  step: { status: StepStatus; startedAt: Date | null },
  wholeMs: number,
  now: Date,
): number {
  if (ended.includes(step.status)) return wholeMs;
  if (!step.startedAt) return 0;
  return Math.min(0.95 * wholeMs, Math.max(0, now.getTime() - step.startedAt.getTime()));
}
