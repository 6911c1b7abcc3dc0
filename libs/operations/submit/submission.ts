import type pg from 'pg';
import type { ApiVersionOverrides } from '#libs/arm-versions';
import type { AnswerField } from '#libs/verbs';
import type { ArmPort } from '../arm.port.js';
import type { Kinds } from '../kinds.js';
import type { Decide } from './decision.js';
import type { Defaulted } from './policy.js';
import type { Review } from './review.js';

export interface SubmitDeps {
  pool: pg.Pool;
  kinds: Kinds;
  /** Reads of what only Azure knows: what a deletion takes with it, which sizes there are, what is missing in a subscription. Nothing is ever written through it. */
  arm: Pick<ArmPort, 'get' | 'list' | 'post'>;
  /** Lists of api-versions that replace the usual ones. */
  apiVersions?: ApiVersionOverrides;
  /** Keys that every resource must be paid under. */
  requiredCostTags: readonly string[];
  /** The Azure subscription of groups whose request names none. */
  defaultSubscriptionId?: string;
  /** What is said of each proposal before it is accepted; absent: nothing. */
  decide?: Decide;
  /** What policies have set of the input; absent: it was not looked at. */
  defaulted?: Defaulted;
  /** Absent: what is decided is accepted. */
  review?: Review;
}

/** The operation that a verb answers with. */
export const operationAnswer = {
  node: 'Operation',
  by: 'operationId',
  description: 'What was accepted; null when refused.',
} as const;

/** What a verb answers whose work an operation does: the operation, and what it changes. */
export const submissionOf = (
  name: string,
  node: string,
): Record<string, AnswerField<'operationId' | 'resourceId'>> => ({
  operation: operationAnswer,
  [name]: { node, by: 'resourceId', description: 'What it changes; null when refused.' },
});
