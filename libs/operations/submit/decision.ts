import type { Sql } from '#libs/database';
import type { Ceiling, CostEstimate, ExpectedUsage } from '#libs/estimates';
import type { DomainError, Warning } from '#libs/kernel';
import type { QuotaCheck } from '#libs/quotas';
import type { VerbContext } from '#libs/verbs';
import type { ApprovalRequirement } from '../approvals/approval-requirement.js';
import type { Defaulted, PolicyFinding } from './policy.js';
import type { Proposal } from './proposal.js';

/** Null: it does not stand then. */
export interface ChangedCeiling {
  before: Ceiling | null;
  after: Ceiling | null;
  /** Whether it comes to more than before, or may: limits are looked at for that alone. */
  isRaised: boolean;
}

/**
 * What is said of a proposal that refuses nothing by itself, before it is accepted (ADR 0066). It is kept with the plan and with the
 * operation, as it is. Each part of libs/decisions has a field here.
 */
export interface Decision {
  /** For which hours it was asked; null: nobody said. */
  usage: ExpectedUsage | null;
  /** What stands after it costs; null: nothing that is known to be billed. */
  cost: CostEstimate | null;
  /** What the limits of the team count of it, before and after; null: it is nothing that is made of machines. */
  ceiling: ChangedCeiling | null;
  /** Whether Azure's quota carries it; null: it takes nothing of any. */
  quota: QuotaCheck | null;
  /** Which policies apply to it, and what each says. */
  policyFindings: readonly PolicyFinding[];
  /** Who has to agree before it begins; null: nobody. */
  approval: ApprovalRequirement | null;
  /** Beside those of the proposal. */
  warnings: readonly Warning[];
  /** Why it is refused; empty: nothing speaks against it. */
  refusals: readonly DomainError[];
}

/** What it takes to decide. `sql` is the transaction in which the proposal is accepted, where there is one. */
export interface ToDecide {
  sql: Sql;
  context: VerbContext;
  proposal: Proposal;
  usage: ExpectedUsage | null;
  defaulted?: Defaulted | undefined;
  /** True where somebody is shown what comes of it, or was: nothing remembered decides then. */
  fresh: boolean;
}

export type Decide = (asked: ToDecide) => Promise<Decision>;

/** A proposal and the decision on it, whose warnings and refusals have come to its own. */
export interface DecidedProposal extends Proposal {
  decision: Decision;
}

interface Deciding {
  decide?: Decide;
  defaulted?: Defaulted;
  review?: { usage: ExpectedUsage | null };
}

/** Decides on a proposal; on what refuses by itself nothing more is said. */
export async function decided(
  sql: Sql,
  { decide, defaulted, review }: Deciding,
  context: VerbContext,
  proposal: Proposal,
): Promise<DecidedProposal> {
  const usage = review?.usage ?? null;
  const decision =
    decide && proposal.refusals.length === 0
      ? await decide({ sql, context, proposal, usage, defaulted, fresh: review !== undefined })
      : {
          usage,
          cost: null,
          ceiling: null,
          quota: null,
          policyFindings: [],
          approval: null,
          warnings: [],
          refusals: [],
        };
  return {
    ...proposal,
    decision,
    warnings: [...proposal.warnings, ...decision.warnings],
    refusals: [...proposal.refusals, ...decision.refusals],
  };
}

/** What of a decision stands in the audit row of what was accepted. */
export const auditedDecision = ({
  cost,
  quota,
  policyFindings,
  approval,
}: Decision): Record<string, unknown> => ({
  ...(cost && { cost }),
  // What else could have been had is of no account any more.
  ...(quota && { quota: { fits: quota.fits, checks: quota.checks, observedAt: quota.observedAt } }),
  ...(policyFindings.length > 0 && { policyFindings: policyFindings.map(toldOf) }),
  ...(approval && { approval }),
});

/** Which policy, of which version, and what it did. */
const toldOf = ({ policy: { id, name, version }, effect, message, field }: PolicyFinding) => ({
  policyId: id,
  name,
  version,
  effect,
  message,
  ...(field && { field }),
});
