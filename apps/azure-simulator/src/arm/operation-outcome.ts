import type { Faults, FaultSubject } from '../scenarios/faults.js';
import {
  failureError,
  failureStatus,
  failureTime,
  type FailureTime,
} from '../scenarios/known-failures.js';
import type { ArmErrorBody } from './arm-error.js';

/** How a long-running operation will end: decided when it is accepted. */
export interface Outcome {
  /** Absent: never. */
  endsAtMs?: number;
  /** Absent: it succeeds. */
  error?: ArmErrorBody;
  /** With `error`: what a Location URL answers with. */
  failsWithStatus?: number;
}

/** The outcome that takes `seconds`, unless an armed fault has another in mind: one for a time in `failsAt`. */
export function decideOutcome(
  faults: Faults,
  subject: FaultSubject,
  nowMs: number,
  seconds: number,
  failsAt: readonly FailureTime[] = ['operation'],
): Outcome {
  if (faults.take('NeverFinishes', subject)) return {};
  const failure = faults.take('FailsWith', subject, (f) => failsAt.includes(failureTime(f)));
  return {
    endsAtMs: nowMs + seconds * 1000,
    ...(failure ? { error: failureError(failure), failsWithStatus: failureStatus(failure) } : {}),
  };
}
