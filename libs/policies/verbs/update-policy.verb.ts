import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Sql } from '#libs/database';
import { err, ok, type DomainError, type Result } from '#libs/kernel';
import { ifMatchField } from '#libs/operations';
import { etagOf } from '#libs/resources';
import { refuse, rememberResult } from '#libs/tenants';
import {
  exampleId,
  gql,
  idempotencyKeyField,
  idOf,
  optional,
  verb,
  type VerbContext,
} from '#libs/verbs';
import { checkRule } from '../check-rule.js';
import type { Policies } from '../policies.js';
import type { Policy, PolicyRule } from '#libs/operations';
import { updatePolicyRow } from '../policy.repository.js';
import { findUnknownApprovers, usualApproval } from './approvers.js';
import { auditPolicy } from './audit-policy.js';
import { tellTaken, type PolicyDeps } from './create-policy.verb.js';
import { policyToChange } from './may-administer.js';
import { policyFields } from './policy-fields.js';

const inputSchema = z
  .strictObject({
    id: idOf('Policy').describe('The policy.'),
    name: optional(policyFields.name).describe(
      'Unique without case in the team, or on the platform.',
    ),
    description: optional(policyFields.description).describe('What it is for.'),
    verbs: optional(policyFields.verbs).describe(
      'Mutations that it is about; empty: all that submit an operation.',
    ),
    condition: optional(policyFields.condition).describe('CEL over the facts of a request.'),
    effect: optional(policyFields.effect).describe('What is done where it applies.'),
    message: optional(policyFields.message).describe('What whoever asks is told.'),
    approval: optional(policyFields.approval).describe('With REQUIRE_APPROVAL: who has to agree.'),
    defaults: optional(policyFields.defaults).describe(
      'With SET_DEFAULT: values for fields that a request leaves out.',
    ),
    enabled: optional(policyFields.enabled).describe('Whether it decides anything.'),
    ifMatch: ifMatchField,
    idempotencyKey: idempotencyKeyField,
  })
  .register(gql, { description: 'What shall change; what is absent or null stays.' });
type Input = z.output<typeof inputSchema>;

interface Kept {
  policyId: string;
}
type Answer = Result<Kept, readonly DomainError[]>;

/**
 * Changes a policy; what was decided by it before stays decided. For those who may make it. Refuses as createPolicy does, and
 * with ETAG_MISMATCH.
 */
export const updatePolicy = verb({
  name: 'updatePolicy',
  noun: 'policy',
  summary: 'Changes a rule of the house, or switches it on or off. For those who may make it.',
  input: inputSchema,
  example: { id: exampleId('Policy'), enabled: false },
  target: 'id',
  permission: 'administer',
  effect: 'change',
  destructive: false,
  answer: {
    policy: { node: 'Policy', by: 'policyId', description: 'The policy; null when refused.' },
  },
  run: async ({ pool, policies }: PolicyDeps, context, input) =>
    rememberResult<Kept>(pool, context, input, (sql, now) =>
      update(sql, now, policies, input),
    ).catch(tellTaken),
});

async function update(
  sql: Sql,
  context: VerbContext,
  policies: Policies,
  input: Input,
): Promise<Answer> {
  const found = await policyToChange(sql, context, input.id, 'policy.update');
  if (!found.ok) return found;
  const policy = found.value;
  const { id, teamId } = policy;
  if (isOutOfDate(policy, input.ifMatch)) return outOfDate;
  const before = ruleOf(policy);
  const after = changedRule(before, input);
  const wrong = [...checkRule(policies, after), ...(await findUnknownApprovers(sql, after))];
  if (wrong.length > 0) return err(wrong);
  if (isDeepStrictEqual(before, after)) return ok({ policyId: id });
  await updatePolicyRow(sql, id, after);
  await auditPolicy(sql, context, { id, name: after.name, teamId }, 'policy.updated', {
    before,
    after,
  });
  return ok({ policyId: id });
}

/** Whether somebody has changed it since the etag was read. */
export const isOutOfDate = (policy: Policy, ifMatch: string | null): boolean =>
  ifMatch !== null && ifMatch !== etagOf(policy);

export const outOfDate = refuse(
  'ETAG_MISMATCH',
  'ifMatch',
  'It was changed since you read it. Read it again, then ask again.',
);

function ruleOf(policy: Policy): PolicyRule {
  const { id: _, teamId: __, version: ___, ...rule } = policy;
  return rule;
}

/** What another effect has no use for goes with the old one. */
function changedRule(before: PolicyRule, input: Input): PolicyRule {
  const effect = input.effect ?? before.effect;
  const kept = (is: PolicyRule['effect']): boolean => effect === is;
  const approval = input.approval ?? (kept('REQUIRE_APPROVAL') ? before.approval : null);
  return {
    name: input.name ?? before.name,
    description: input.description === null ? before.description : input.description || null,
    verbs: input.verbs ?? before.verbs,
    condition: input.condition ?? before.condition,
    effect,
    message: input.message ?? before.message,
    approval: usualApproval({ effect, approval }),
    defaults: input.defaults ?? (kept('SET_DEFAULT') ? before.defaults : null),
    enabled: input.enabled ?? before.enabled,
  };
}
