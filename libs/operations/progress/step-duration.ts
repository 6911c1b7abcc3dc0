import type { OperationKind } from '../operation.js';

/** How long a step took before, from its first run to its end. */
export interface StepDuration {
  kind: OperationKind;
  stepName: string;
  samples: number;
  /** Moving average, milliseconds. */
  meanMs: number;
  /** Moving mean deviation, milliseconds. */
  spreadMs: number;
}

/** Finds a step's duration; undefined for one that nobody has seen end. */
export type FindDuration = (kind: OperationKind, stepName: string) => StepDuration | undefined;

/** A lookup over rows of `step_duration`. */
export function findDurationIn(rows: readonly StepDuration[]): FindDuration {
  const byStep = new Map(rows.map((row) => [`${row.kind} ${row.stepName}`, row]));
  return (kind, stepName) => byStep.get(`${kind} ${stepName}`);
}
