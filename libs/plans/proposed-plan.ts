import type { DecidedProposal, Kinds } from '#libs/operations';
import { changesOf } from './changes-of.js';
import { consequencesOf } from './consequences.rules.js';
import type { KeptPlan } from './plan.repository.js';

/** What of a plan follows from a proposal. */
export type Decided = Pick<
  KeptPlan,
  | 'teamId'
  | 'targetId'
  | 'targetName'
  | 'targetVersion'
  | 'changes'
  | 'consequences'
  | 'warnings'
  | 'refusals'
  | 'decision'
>;

/** What a plan shows of a proposal on a verb's parsed input. */
export function proposedPlan(
  kinds: Kinds,
  proposal: DecidedProposal,
  input: Readonly<Record<string, unknown>>,
): Decided {
  const kind = kinds.of(proposal.resourceKind);
  const definition = kinds.operation(proposal.kind);
  const { payer, target, name, warnings, refusals, decision } = proposal;
  return {
    teamId: payer.id,
    targetId: target?.id ?? null,
    targetName: name,
    targetVersion: target?.version ?? null,
    changes: changesOf(kind, definition, proposal, input),
    consequences: consequencesOf(kind, definition, proposal),
    warnings,
    refusals,
    decision,
  };
}
