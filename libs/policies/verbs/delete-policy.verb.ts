import { z } from 'zod';
import type { Sql } from '#libs/database';
import { ok, type DomainError, type Result } from '#libs/kernel';
import { ifMatchField } from '#libs/operations';
import { rememberResult } from '#libs/tenants';
import {
  exampleId,
  globalId,
  gql,
  idempotencyKeyField,
  idOf,
  verb,
  type VerbContext,
} from '#libs/verbs';
import { deletePolicyRow } from '../policy.repository.js';
import { auditPolicy } from './audit-policy.js';
import type { PolicyDeps } from './create-policy.verb.js';
import { policyToChange } from './may-administer.js';
import { isOutOfDate, outOfDate } from './update-policy.verb.js';

const inputSchema = z
  .strictObject({
    id: idOf('Policy').describe('The policy.'),
    ifMatch: ifMatchField,
    idempotencyKey: idempotencyKeyField,
  })
  .register(gql, { description: 'The rule that shall be no longer.' });
type Input = z.output<typeof inputSchema>;

interface Deleted {
  deletedPolicyId: string;
}

/** Deletes a policy; what it decided stays decided. For those who may make it. Refuses with FORBIDDEN, NOT_FOUND or ETAG_MISMATCH. */
export const deletePolicy = verb({
  name: 'deletePolicy',
  noun: 'policy',
  summary: 'Deletes a rule of the house. For those who may make it.',
  input: inputSchema,
  example: { id: exampleId('Policy') },
  target: 'id',
  permission: 'administer',
  effect: 'delete',
  destructive: true,
  answer: {
    deletedPolicyId: {
      value: z
        .string()
        .register(gql, { scalar: 'ID' })
        .nullable()
        .prefault(null)
        .describe('The policy that is no longer; null when refused.'),
      by: 'deletedPolicyId',
    },
  },
  run: async ({ pool }: PolicyDeps, context, input) =>
    rememberResult<Deleted>(pool, context, input, (sql, now) => remove(sql, now, input)),
});

async function remove(
  sql: Sql,
  context: VerbContext,
  { id, ifMatch }: Input,
): Promise<Result<Deleted, readonly DomainError[]>> {
  const found = await policyToChange(sql, context, id, 'policy.delete');
  if (!found.ok) return found;
  const { id: _, teamId, version: __, ...before } = found.value;
  if (isOutOfDate(found.value, ifMatch)) return outOfDate;
  await deletePolicyRow(sql, id);
  await auditPolicy(sql, context, { id, name: before.name, teamId }, 'policy.deleted', { before });
  return ok({ deletedPolicyId: globalId('Policy', id) });
}
