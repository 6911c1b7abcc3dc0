import type pg from 'pg';
import { z } from 'zod';
import { appendAudit } from '#libs/audit';
import type { Sql } from '#libs/database';
import { ok } from '#libs/kernel';
import { exampleId, gql, idempotencyKeyField, idOf, verb, type VerbContext } from '#libs/verbs';
import { homeOf } from '../api-keys/find-key-holder.js';
import { auditOf } from '../audit-of.js';
import { rememberResult } from '../remember-result.js';
import { holdPrincipal } from './hold-principal.js';
import { setDisabled, type HeldPrincipal } from './principal.repository.js';

const inputSchema = z
  .strictObject({
    principalId: idOf('Principal').describe('Who may act again.'),
    idempotencyKey: idempotencyKeyField,
  })
  .register(gql, { description: 'Who shall be somebody here again.' });

/**
 * Lets a principal act again that was disabled, with the roles it has by now and those of its keys that still work. Twice
 * is once. Refuses with NOT_FOUND, FORBIDDEN or INVALID_STATE.
 */
export const enablePrincipal = verb({
  name: 'enablePrincipal',
  noun: 'principal',
  summary: 'Lets somebody act again who was disabled.',
  input: inputSchema,
  example: { principalId: exampleId('Principal') },
  target: 'principalId',
  permission: 'administer',
  effect: 'change',
  destructive: false,
  answer: {
    principal: { node: 'Principal', by: 'principalId', description: 'The principal, enabled.' },
  },
  run: async ({ pool }: { pool: pg.Pool }, context, input) =>
    rememberResult<{ principalId: string }>(pool, context, input, async (sql, now) => {
      const held = await holdPrincipal(sql, now, input.principalId, 'principal.enable');
      if (!held.ok) return held;
      if (held.value.disabledAt) await enable(sql, now, held.value);
      return ok({ principalId: held.value.id });
    }),
});

async function enable(
  sql: Sql,
  context: VerbContext,
  { id, displayName, teamIds, disabledAt }: HeldPrincipal,
): Promise<void> {
  await setDisabled(sql, id, false);
  await appendAudit(sql, {
    ...auditOf(context, homeOf(teamIds)),
    action: 'principal.enabled',
    targetId: id,
    targetKind: 'Principal',
    targetName: displayName,
    before: { disabledAt: disabledAt?.toISOString() ?? null },
  });
}
