import type { AzureProblem } from '../standing/azure-standing.js';

/**
 * `away`: it may answer when it is asked again; `refused`: somebody must mend something first; `missing`: it knows
 * nothing of that id.
 */
export type GraphFailureKind = 'away' | 'refused' | 'missing';

/** Microsoft Graph did not answer what it was asked. */
export class GraphFailure extends Error {
  override readonly name = 'GraphFailure';

  constructor(
    readonly kind: GraphFailureKind,
    readonly problem: AzureProblem,
    /** How long it wants to be left alone; undefined where it did not say. */
    readonly retryAfterSeconds?: number,
  ) {
    super(problem.message);
  }
}
