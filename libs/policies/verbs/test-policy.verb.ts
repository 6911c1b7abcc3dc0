import { z } from 'zod';
import { err, isUuid, ok, type DomainError, type Result } from '#libs/kernel';
import type { Policy, SubmitDeps } from '#libs/operations';
import { isAllowed, isPermitted, refuse } from '#libs/tenants';
import { gql, idOf, optional, verb, type VerbContext } from '#libs/verbs';
import { checkRule } from '../check-rule.js';
import { findPolicy } from '../policy.repository.js';
import { tryOnKept, tryOnOne, type Trial } from '../trial/try-rule.js';
import type { PolicyDeps } from './create-policy.verb.js';
import { forbidden, maySeePolicy, noSuchPolicy } from './may-administer.js';
import { policyFields } from './policy-fields.js';

const request = z
  .strictObject({
    verb: z.string().max(100).describe('The mutation, by its name.'),
    input: z
      .record(z.string(), z.unknown())
      .register(gql, { scalar: 'JSONObject' })
      .describe('Its input.'),
  })
  .register(gql, { type: 'TestedRequestInput', description: 'One request.' });

const inputSchema = z
  .strictObject({
    id: optional(idOf('Policy')).describe(
      'The policy, switched on or not; absent: one that is not made yet.',
    ),
    teamId: optional(idOf('Team')).describe(
      "The team whose requests it is about; absent: everybody's.",
    ),
    verbs: policyFields.verbs
      .prefault([])
      .describe('Mutations that it is about; empty: all that submit an operation.'),
    condition: optional(policyFields.condition).describe(
      'Its condition, or another one for the policy.',
    ),
    days: z
      .int32()
      .min(1, 'must be 1 or more')
      .max(30, 'must be 30 or less')
      .prefault(7)
      .describe('On the requests of how many days, 1 to 30: the newest 1,000 that were planned.'),
    request: optional(request).describe('On this request alone, which is worked out and not made.'),
  })
  .register(gql, { description: 'What a policy is tried on.' });
type Input = z.output<typeof inputSchema>;

/**
 * Says what a policy would have said of requests, before it is switched on. Nothing is done. For those who may make it. Refuses with
 * FORBIDDEN, NOT_FOUND or POLICY_INVALID, and of one request as that would be.
 */
export const testPolicy = verb({
  name: 'testPolicy',
  noun: 'policy',
  summary:
    'Tries a rule of the house on what was planned in the last days, for ten seconds at most, or on one request. Nothing is done. For those who may make it.',
  input: inputSchema,
  example: { verbs: ['createComputeCluster'], condition: 'after.scale.maxNodeCount > 20' },
  target: 'teamId',
  permission: 'administer',
  effect: 'create',
  destructive: false,
  answer: {
    test: {
      node: 'PolicyTest',
      by: 'test',
      asIs: true,
      description: 'What it says; null when refused.',
    },
  },
  run: async (deps: SubmitDeps & PolicyDeps, context, input) => {
    const found = await policyToTry(deps, context, input);
    if (!found.ok) return found;
    const wrong = checkRule(deps.policies, found.value);
    if (wrong.length > 0) return err(wrong);
    const tried = await tryOn(deps, context, found.value, input);
    return tried.ok ? ok({ test: tried.value }) : tried;
  },
});

async function tryOn(
  deps: SubmitDeps & PolicyDeps,
  context: VerbContext,
  policy: Policy,
  { days, request: asked }: Input,
): Promise<Result<Trial, readonly DomainError[]>> {
  if (asked) return tryOnOne(deps, deps.policies, context, policy, asked);
  return ok(await tryOnKept(deps.pool, deps.policies, policy, days));
}

/** The policy that is named, or what is given, where who asks may make such a one. */
async function policyToTry(
  { pool }: PolicyDeps,
  context: VerbContext,
  { id, teamId, verbs, condition }: Input,
): Promise<Result<Policy, readonly DomainError[]>> {
  const known = id === null || !isUuid(id) ? undefined : await findPolicy(pool, id);
  if (id !== null && (!known || !maySeePolicy(context, known.teamId))) return noSuchPolicy;
  const owner = known ? known.teamId : teamId;
  if (!known && teamId !== null && !(isUuid(teamId) && isAllowed(context.actor, 'view', teamId)))
    return refuse('NOT_FOUND', 'teamId', 'There is no such team.');
  const field = known ? 'id' : 'teamId';
  const targetName = known?.name ?? '';
  if (!isPermitted(context, owner))
    return forbidden(pool, context, 'policy.test', { teamId: owner, targetName, field });
  if (known) return ok({ ...known, ...(condition !== null && { condition }) });
  if (condition === null)
    return refuse('POLICY_INVALID', 'condition', 'must be given where no policy is named');
  return ok({ ...untried, teamId, verbs, condition });
}

/** Of what is not made yet. */
const untried: Policy = {
  id: '',
  name: '',
  description: null,
  teamId: null,
  verbs: [],
  condition: '',
  effect: 'WARN',
  message: 'It applies.',
  approval: null,
  defaults: null,
  enabled: false,
  version: 0,
};
