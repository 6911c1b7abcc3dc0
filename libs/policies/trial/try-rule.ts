import type { Sql } from '#libs/database';
import { err, ok, type DomainError, type Result } from '#libs/kernel';
import type { DecidedProposal, Policy, Review, SubmitDeps } from '#libs/operations';
import { contextOf, withFoundIds, type VerbContext } from '#libs/verbs';
import type { Policies } from '../policies.js';
import { factsOfKept } from './facts-of-kept.js';
import { inTime } from './in-time.js';
import { readKeptRequests, type KeptRequest } from './kept-request.repository.js';

/** What a policy would have said of requests. */
export interface Trial {
  /** How many requests were looked at. */
  tested: number;
  /** To how many it applies. */
  matched: number;
  /** How many it would deny because it cannot be evaluated. */
  erred: number;
  /** The newest of both. */
  matches: readonly TrialMatch[];
}

export interface TrialMatch {
  verb: string;
  targetName: string;
  effect: Policy['effect'];
  message: string;
  /** Null: the request was given. */
  planId: string | null;
  requestedBy: KeptRequest['actor'] | null;
  at: Date;
}

const mostShown = 100;

/** What the policy says of the newest requests of the last days, as far as it comes: `tested` says how far. */
export async function tryOnKept(
  sql: Sql,
  policies: Policies,
  policy: Policy,
  days: number,
): Promise<Trial> {
  const { teamId, verbs } = policy;
  const kept = await readKeptRequests(sql, { days, teamId, verbs });
  const found: TrialMatch[] = [];
  let erred = 0;
  const tested = await inTime(kept, async (request) => {
    const verb = policies.verbNamed(request.verb);
    const finding = verb && (await policies.trial(policy, factsOfKept(verb, request)));
    if (!finding) return;
    if (finding.erred) erred += 1;
    const { effect, message } = finding;
    const { targetName, planId, actor: requestedBy, createdAt } = request;
    const at = new Date(createdAt);
    found.push({ verb: verb.name, targetName, effect, message, planId, requestedBy, at });
  });
  const matched = found.length - erred;
  return { tested, matched, erred, matches: found.slice(0, mostShown) };
}

/** What the policy says of one request, which is worked out as a plan is, and neither made nor kept. Refuses as the request would be. */
export async function tryOnOne(
  deps: SubmitDeps,
  policies: Policies,
  context: VerbContext,
  policy: Policy,
  asked: { verb: string; input: Record<string, unknown> },
): Promise<Result<Trial, readonly DomainError[]>> {
  const verb = policies.verbNamed(asked.verb);
  if (!verb) return err([at(['verb'], `'${asked.verb}' is no mutation that submits an operation`)]);
  if (policy.verbs.length > 0 && !policy.verbs.includes(verb.name))
    return err([at(['verb'], `must be one that the policy is about: ${policy.verbs.join(', ')}`)]);
  const raw = await withFoundIds(verb.input, asked.input, async () => new Map());
  const parsed = verb.input.safeParse(raw);
  if (!parsed.success)
    return err(
      parsed.error.issues.map(({ path, message }) => at(['input', ...path.map(String)], message)),
    );
  let proposal: DecidedProposal | undefined;
  const review: Review = {
    planId: null,
    usage: null,
    look: (decided) => {
      proposal = decided;
      return [];
    },
  };
  const done = await verb.run({ ...deps, review } as never, contextOf(verb, context), parsed.data);
  if (!proposal)
    return err(
      (done.ok ? [] : done.error).map(({ field = [], ...refusal }) => ({
        ...refusal,
        field: ['input', 'request', ...field],
      })),
    );
  const { decision, name: targetName } = proposal;
  const of = { sql: deps.pool, context: contextOf(verb, context), proposal };
  const facts = await policies.factsOn(of, decision, [policy]);
  const finding = await policies.trial(policy, facts);
  const erred = finding?.erred ? 1 : 0;
  const { effect, message } = finding ?? policy;
  const match = {
    verb: verb.name,
    targetName,
    effect,
    message,
    planId: null,
    requestedBy: null,
    at: new Date(),
  };
  return ok({
    tested: 1,
    matched: finding && !finding.erred ? 1 : 0,
    erred,
    matches: finding ? [match] : [],
  });
}

const at = (path: readonly string[], message: string): DomainError => ({
  code: 'INVALID_INPUT',
  message,
  field: ['input', 'request', ...path],
});
