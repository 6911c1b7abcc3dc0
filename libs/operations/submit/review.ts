import type { ExpectedUsage } from '#libs/estimates';
import type { DomainError } from '#libs/kernel';
import type { DecidedProposal } from './decision.js';

/** Looks at what was decided before it is accepted. */
export interface Review {
  /** The plan that is carried out; null: none is, nothing is accepted. */
  planId: string | null;
  /** For which hours its cost is asked. */
  usage: ExpectedUsage | null;
  /** Refusals beside those of the proposal. Called where the proposal refuses too. */
  look(proposal: DecidedProposal): readonly DomainError[];
}

interface Reviewed {
  review?: Review;
}

/** Why it is refused, by itself or by the review. */
export const reviewed = (
  { review }: Reviewed,
  proposal: DecidedProposal,
): readonly DomainError[] => [...proposal.refusals, ...(review?.look(proposal) ?? [])];

/** True where nothing is accepted, and so nothing is written. */
export const isPlannedOnly = ({ review }: Reviewed): boolean => review?.planId === null;
