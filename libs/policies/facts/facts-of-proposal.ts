import type { CostEstimate } from '#libs/estimates';
import { kinds } from '#libs/kinds';
import type { Proposal } from '#libs/operations';
import type { CostTag } from '#libs/resources';
import { rolesIn } from '#libs/tenants';
import type { VerbContext } from '#libs/verbs';
import { changesBetween, type RequestFacts, type StandingFacts } from './facts.js';
import { normalised } from './normalised.rules.js';

/** What is known of a request beside its proposal. */
export interface KnownOfRequest {
  context: VerbContext;
  /** As conditions read it (`inputFacts`). */
  input: Readonly<Record<string, unknown>>;
  proposal: Proposal;
  cost: CostEstimate | null;
  /** Null: nobody knows. */
  fits: boolean | null;
  team: Readonly<Record<string, unknown>>;
  now: Date;
}

/** The facts of a request that is decided on. */
export function factsOfProposal(known: KnownOfRequest): RequestFacts {
  const { context, proposal, now } = known;
  const before = standingBefore(proposal);
  const after = standingAfter(proposal);
  const facts: RequestFacts = {
    verb: context.verb,
    input: known.input,
    before,
    after,
    changes: changesBetween(before, after),
    team: known.team,
    actor: actorFacts(context, proposal.payer.id),
    workspace: workspaceFacts(proposal.armId),
    estimate: estimateFacts(known.cost),
    quota: { fits: known.fits },
    now: now.toISOString(),
  };
  return normalised(facts) as RequestFacts;
}

/** Who asks. */
export const actorFacts = (
  { actor, channel }: VerbContext,
  teamId: string,
): Record<string, unknown> => ({
  name: actor.displayName,
  kind: actor.kind,
  roles: rolesIn(actor, teamId),
  channel,
});

function standingBefore({ target }: Proposal): StandingFacts {
  if (!target) return {};
  const { desired } = kinds.of(target.kind).read(target);
  return standing(target, desired, target.costTags);
}

function standingAfter(proposal: Proposal): StandingFacts {
  const { target, kind, name, location, desired, costTags } = proposal;
  if (kinds.operation(kind).during === 'DELETING') return {};
  if (!target) return standing({ name, location }, desired ?? {}, costTags ?? []);
  const settings = desired ?? kinds.of(target.kind).read(target).desired;
  return standing(target, settings, costTags ?? target.costTags);
}

const standing = (
  { name, location }: { name: string; location: string },
  settings: object,
  costTags: readonly Pick<CostTag, 'key' | 'value'>[],
): StandingFacts => ({
  location,
  ...settings,
  name,
  costTags: Object.fromEntries(costTags.map(({ key, value }) => [key, value])),
});

/** From the ARM id, which names what holds it. */
export function workspaceFacts(armId: string): Record<string, unknown> {
  const segments = armId.split('/');
  const after = (word: string): string | undefined =>
    segments[segments.findIndex((segment) => segment.toLowerCase() === word) + 1];
  const end = segments.findIndex((segment) => segment.toLowerCase() === 'workspaces');
  if (end < 0) return {};
  return {
    name: segments[end + 1],
    armId: segments.slice(0, end + 2).join('/'),
    resourceGroup: after('resourcegroups'),
    subscriptionId: after('subscriptions'),
  };
}

export const estimateFacts = (cost: CostEstimate | null): Record<string, unknown> => ({
  hourlyFloor: amountOf(cost?.hourlyFloor),
  hourlyCeiling: amountOf(cost?.hourlyCeiling),
  monthlyExpected: amountOf(cost?.monthlyExpected),
  currency: cost?.hourlyCeiling?.currency ?? null,
});

/** Policies compare with what people write; a double is exact enough for that. */
const amountOf = (money: { amount: string } | null | undefined): number | null =>
  money ? Number(money.amount) : null;
