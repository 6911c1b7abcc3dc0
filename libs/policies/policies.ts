import type { Sql } from '#libs/database';
import type { Decision, Payer, Policy, PolicyFinding, ToDecide } from '#libs/operations';
import type { PriceSettings } from '#libs/prices';
import type { AnyVerb } from '#libs/verbs';
import { stillSet } from './defaults/still-set.js';
import type { FactFields } from './facts/fact-type.js';
import type { RequestFacts } from './facts/facts.js';
import { factsOfProposal } from './facts/facts-of-proposal.js';
import { factsOfVerbs } from './facts/facts-of-verbs.js';
import { inputFacts } from './facts/input-facts.js';
import { plainTeam, readsSums, teamSums } from './facts/team-facts.js';
import { KnownPolicies } from './known-policies.js';
import { findingOf } from './policy-finding.js';
import type { ConditionOutcome } from './conditions/evaluate.js';
import { Evaluator } from './threads/evaluator.js';
import { mostScopes } from './threads/thread.js';

/** The rules of the house: which there are, and what they say of a request. One in a process. */
export class Policies {
  private readonly known = new KnownPolicies();
  /** What everybody is asked, what teams ask, and what is tried wait for threads apart. */
  private readonly evaluators = {
    ofAll: new Evaluator(),
    ofTeams: new Evaluator(),
    ofTrials: new Evaluator({ threads: 2 }),
  };
  private readonly facts = new Map<string, FactFields>();

  /** `verbs`: all that submit an operation. */
  constructor(
    private readonly verbs: readonly AnyVerb[],
    private readonly prices: PriceSettings,
  ) {}

  /** Those that are about a verb's requests of the team that pays, the platform's first. */
  about(sql: Sql, { id, policyRevision }: Payer, verb: string): Promise<Policy[]> {
    return this.known.about(sql, policyRevision, verb, id);
  }

  /** Whether some policy or other sets defaults of the verb, as far as that is known here. */
  mayDefault(verb: string): boolean {
    return this.known.mayDefault(verb);
  }

  /** The policies that set defaults of a team's requests of the verb, as far as they are known here. */
  defaultsOf(verb: string, teamId: string): Policy[] {
    return this.known.of(verb, teamId).filter(({ effect }) => effect === 'SET_DEFAULT');
  }

  /**
   * What is found of a proposal, before it is accepted. SET_DEFAULT had its say when the request came: throws DefaultsMoved where
   * other policies of that effect count by now.
   */
  async findingsOn(
    { sql, context, proposal, defaulted }: ToDecide,
    said: Pick<Decision, 'cost' | 'ceiling' | 'quota'>,
  ): Promise<PolicyFinding[]> {
    const about = await this.about(sql, proposal.payer, context.verb);
    const set = stillSet(about, defaulted);
    const policies = about.filter(({ effect }) => effect !== 'SET_DEFAULT');
    if (policies.length === 0) return [...set];
    const facts = await this.factsOn({ sql, context, proposal }, said, policies);
    return [...set, ...(await this.findings(policies, facts))];
  }

  /** The facts of a proposal. */
  async factsOn(
    { sql, context, proposal }: Pick<ToDecide, 'sql' | 'context' | 'proposal'>,
    { cost, ceiling, quota }: Pick<Decision, 'cost' | 'ceiling' | 'quota'>,
    policies: readonly Policy[],
  ): Promise<RequestFacts> {
    const sums = policies.some(({ condition }) => readsSums(condition))
      ? await teamSums(sql, proposal, ceiling, this.prices.currency)
      : {};
    const verb = this.verbNamed(context.verb);
    return factsOfProposal({
      context,
      input: verb ? inputFacts(verb, proposal.requested) : {},
      proposal,
      cost,
      fits: quota?.fits ?? null,
      team: { ...plainTeam(proposal.payer), ...sums },
      now: new Date(),
    });
  }

  /** What the policies say of these facts, in their order. */
  async findings(policies: readonly Policy[], facts: object): Promise<PolicyFinding[]> {
    const { ofAll, ofTeams } = this.evaluators;
    const found = await Promise.all(
      [...Map.groupBy(policies, ({ teamId }) => teamId)].map(([teamId, theirs]) =>
        this.ask(teamId === null ? ofAll : ofTeams, theirs, facts, teamId ?? undefined),
      ),
    );
    const outcomes = new Map(found.flat());
    return policies.flatMap((policy) => findingOf(policy, outcomes.get(policy)) ?? []);
  }

  /** What a policy would say of these facts; undefined where it does not apply. Decisions wait for no trial. */
  async trial(policy: Policy, facts: object): Promise<PolicyFinding | undefined> {
    const owner = policy.teamId ?? 'platform';
    const [found] = await this.ask(this.evaluators.ofTrials, [policy], facts, owner);
    return findingOf(policy, found?.[1]);
  }

  private async ask(
    evaluator: Evaluator,
    policies: readonly Policy[],
    facts: object,
    owner: string | undefined,
  ): Promise<(readonly [Policy, ConditionOutcome | undefined])[]> {
    const json = JSON.stringify(facts);
    const found = await Promise.all(
      byScopes(policies).map(async (some) => {
        const asked = some.map(({ verbs, condition }) => ({ scope: scopeOf(verbs), condition }));
        const scopes = new Map(some.map(({ verbs }) => [scopeOf(verbs), this.factsOf(verbs)]));
        const outcomes = await evaluator.evaluate({ asked, facts: json, scopes, owner });
        return some.map((policy, at) => [policy, outcomes[at]] as const);
      }),
    );
    return found.flat();
  }

  /** The verb of this name; undefined where none is called so, or it submits nothing. */
  verbNamed(name: string): AnyVerb | undefined {
    return this.verbs.find((verb) => verb.name === name);
  }

  /** What a policy for these verbs (empty: all) may read. */
  factsOf(verbs: readonly string[]): FactFields {
    const scope = scopeOf(verbs);
    const known = this.facts.get(scope);
    if (known) return known;
    // As many as there are sets of verbs among policies.
    if (this.facts.size > 500) this.facts.clear();
    const made = factsOfVerbs(
      verbs.length === 0 ? this.verbs : this.verbs.filter(({ name }) => verbs.includes(name)),
    );
    this.facts.set(scope, made);
    return made;
  }

  async close(): Promise<void> {
    await Promise.all(Object.values(this.evaluators).map((one) => one.close()));
  }
}

const scopeOf = (verbs: readonly string[]): string => verbs.toSorted().join(' ');

/** In parts of no more scopes than a thread keeps. */
function byScopes(policies: readonly Policy[]): Policy[][] {
  const byScope = [...Map.groupBy(policies, ({ verbs }) => scopeOf(verbs)).values()];
  return Array.from({ length: Math.ceil(byScope.length / mostScopes) }, (_, at) =>
    byScope.slice(at * mostScopes, (at + 1) * mostScopes).flat(),
  );
}
