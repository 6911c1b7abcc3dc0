import type pg from 'pg';
import { z } from 'zod';
import type { Sql } from '#libs/database';
import { err, isUuid, ok, type DomainError, type Result } from '#libs/kernel';
import { isAllowed, isPermitted, refuse, rememberResult } from '#libs/tenants';
import { gql, idempotencyKeyField, idOf, optional, verb, type VerbContext } from '#libs/verbs';
import { checkRule } from '../check-rule.js';
import type { Policies } from '../policies.js';
import type { PolicyRule } from '#libs/operations';
import { countPolicies, insertPolicy, isPolicyNameTaken } from '../policy.repository.js';
import { auditPolicy } from './audit-policy.js';
import { findUnknownApprovers, usualApproval } from './approvers.js';
import { forbidden } from './may-administer.js';
import { policyFields } from './policy-fields.js';

const inputSchema = z
  .strictObject({
    name: policyFields.name,
    description: optional(policyFields.description).describe('What it is for.'),
    teamId: optional(idOf('Team')).describe(
      "The team whose requests it is about; absent: everybody's.",
    ),
    verbs: policyFields.verbs
      .prefault([])
      .describe('Mutations that it is about; empty: all that submit an operation.'),
    condition: policyFields.condition,
    effect: policyFields.effect,
    message: policyFields.message,
    approval: optional(policyFields.approval).describe(
      'With REQUIRE_APPROVAL: who has to agree; absent: one with the role APPROVER.',
    ),
    defaults: optional(policyFields.defaults).describe(
      'With SET_DEFAULT: values for fields that a request leaves out, by their names.',
    ),
    enabled: policyFields.enabled.prefault(true).describe('Whether it decides anything.'),
    idempotencyKey: idempotencyKeyField,
  })
  .register(gql, { description: 'A new rule of the house.' });
type Input = z.output<typeof inputSchema>;

export interface PolicyDeps {
  pool: pg.Pool;
  policies: Policies;
}

interface Kept {
  policyId: string;
}
type Answer = Result<Kept, readonly DomainError[]>;

/** So many a team may have, and the platform. */
const mostPolicies = 2000;

/**
 * Makes a policy, which counts for every request from then on. For admins of its team, or of the platform. Refuses with
 * FORBIDDEN, NOT_FOUND, ALREADY_EXISTS, POLICY_INVALID, or INVALID_STATE where there are too many.
 */
export const createPolicy = verb({
  name: 'createPolicy',
  noun: 'policy',
  summary:
    "Makes a rule of the house: what is denied, warned of, approved or set by default. For admins of the team, or of the platform for everybody's.",
  input: inputSchema,
  example: {
    name: 'no public address',
    verbs: ['createComputeCluster'],
    condition: 'input.enableNodePublicIp',
    effect: 'DENY',
    message: 'Nodes have no public addresses here: set enableNodePublicIp to false.',
    enabled: false,
  },
  target: 'teamId',
  permission: 'administer',
  effect: 'create',
  destructive: false,
  answer: {
    policy: { node: 'Policy', by: 'policyId', description: 'The policy; null when refused.' },
  },
  run: async ({ pool, policies }: PolicyDeps, context, input) =>
    rememberResult<Kept>(pool, context, input, (sql, now) =>
      create(sql, now, policies, input),
    ).catch(tellTaken),
});

async function create(
  sql: Sql,
  context: VerbContext,
  policies: Policies,
  input: Input,
): Promise<Answer> {
  const { idempotencyKey: _, teamId, ...asked } = input;
  const noTeam = refuse('NOT_FOUND', 'teamId', 'There is no such team.');
  if (teamId !== null && !(isUuid(teamId) && isAllowed(context.actor, 'view', teamId)))
    return noTeam;
  if (!isPermitted(context, teamId))
    return forbidden(sql, context, 'policy.create', {
      teamId,
      targetName: asked.name,
      field: 'teamId',
    });
  const rule: PolicyRule = { ...asked, approval: usualApproval(asked) };
  const wrong = [...checkRule(policies, rule), ...(await findUnknownApprovers(sql, rule))];
  if (wrong.length > 0) return err(wrong);
  if ((await countPolicies(sql, teamId)) >= mostPolicies)
    return refuse('INVALID_STATE', 'teamId', `There are ${mostPolicies} already: delete some.`);
  const createdById = context.actor.principalId;
  const id = await insertPolicy(sql, { ...rule, teamId, createdById });
  await auditPolicy(sql, context, { id, name: rule.name, teamId }, 'policy.created', {
    after: rule,
  });
  return ok({ policyId: id });
}

/** Of two at once that are called the same, or one that is. */
export function tellTaken(error: unknown): Answer {
  if (!isPolicyNameTaken(error)) throw error;
  return refuse('ALREADY_EXISTS', 'name', 'There is a policy of this name there.');
}
