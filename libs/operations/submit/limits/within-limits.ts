import type { Sql } from '#libs/database';
import type { DomainError } from '#libs/kernel';
import type { Kinds } from '../../kinds.js';
import type { DecidedProposal } from '../decision.js';
import type { Review } from '../review.js';
import { readLimitedUse, type LimitedUse } from './limits.repository.js';
import { refuseBeyond } from './limits.rules.js';

interface Limiting {
  kinds: Kinds;
  review?: Review;
}

/**
 * A proposal with the refusals of the team's limits where it is shown to somebody, or was. The statement that accepts has the last
 * word, and is the first to look for whoever does not plan.
 */
export async function withinLimits(
  sql: Sql,
  { kinds, review }: Limiting,
  proposal: DecidedProposal,
  field: string,
): Promise<DecidedProposal> {
  const { ceiling } = proposal.decision;
  if (!review || !ceiling?.after || proposal.refusals.length > 0) return proposal;
  const others = await readLimitedUse(sql, {
    teamId: proposal.payer.id,
    machines: kinds.machines,
    without: proposal.target ? [proposal.target.id] : [],
  });
  return others ? { ...proposal, refusals: beyond(others, proposal, field) } : proposal;
}

const beyond = (others: LimitedUse, proposal: DecidedProposal, field: string): DomainError[] => {
  const { ceiling } = proposal.decision;
  return ceiling ? refuseBeyond(others, { ceiling, isNew: proposal.target === null, field }) : [];
};

/** Why the statement that accepts had no room for it. */
export function beyondLimits(
  others: LimitedUse,
  proposal: DecidedProposal,
  field: string,
): readonly DomainError[] {
  const refusals = beyond(others, proposal, field);
  return refusals.length > 0 ? refusals : [unknown(field)];
}

/** It was asked for without a decision. */
const unknown = (field: string): DomainError => ({
  code: 'QUOTA_EXCEEDED',
  message: 'The team has limits, and what this would come to is not known.',
  field: ['input', field],
});
