import type { ConditionOutcome } from '../conditions/evaluate.js';
import type { FactFields } from '../facts/fact-type.js';

/** A condition, and the name of what facts it may read. */
export interface AskedCondition {
  scope: string;
  condition: string;
}

/** What a thread is asked. */
export interface Question {
  /** JSON of each request that the same conditions are asked of: it is copied once, however many conditions read it. */
  facts: readonly string[];
  conditions: readonly AskedCondition[];
  /** What scopes may read that this thread has not heard of. */
  scopes: Readonly<Record<string, FactFields>>;
}

/** What a thread answers of the next requests, one or more: of each an outcome for each condition, in their order. */
export type Answer = readonly (readonly ConditionOutcome[])[];

/** What a thread is started with: it says here which condition it is at, by its place, so that one that does not end is known. */
export interface ThreadData {
  at: Int32Array<SharedArrayBuffer>;
}
