import type pg from 'pg';
import { z } from 'zod';
import { appendAudit } from '#libs/audit';
import type { Sql } from '#libs/database';
import { ok, type DomainError, type Result, type Warning } from '#libs/kernel';
import { exampleId, gql, idempotencyKeyField, idOf, verb, type VerbContext } from '#libs/verbs';
import { homeOf } from '../api-keys/find-key-holder.js';
import { auditOf } from '../audit-of.js';
import { isLastAdmin, lastAdminMessage } from '../last-admin.js';
import { refuse } from '../refuse.js';
import { rememberResult } from '../remember-result.js';
import { holdPrincipal } from './hold-principal.js';
import {
  readKeysForOthers,
  setDisabled,
  type HeldPrincipal,
  type KeyForOthers,
} from './principal.repository.js';

const inputSchema = z
  .strictObject({
    principalId: idOf('Principal').describe('Who may no longer act.'),
    idempotencyKey: idempotencyKeyField,
  })
  .register(gql, { description: 'Who shall no longer be anybody here.' });

interface Disabled {
  principalId: string;
  /** A KEY_GOES_ON for each key that it made for somebody else and that works. */
  warnings: Warning[];
}

/**
 * Disables a principal: within five seconds nobody comes with its keys or tokens, and what is open ends. Its history,
 * roles and keys stay, for enablePrincipal. Twice is once. Refuses with NOT_FOUND, FORBIDDEN, LAST_ADMIN or INVALID_STATE.
 */
export const disablePrincipal = verb({
  name: 'disablePrincipal',
  noun: 'principal',
  summary: 'Ends within seconds that somebody may act here, by keys or tokens.',
  input: inputSchema,
  example: { principalId: exampleId('Principal') },
  target: 'principalId',
  permission: 'administer',
  effect: 'change',
  destructive: true,
  answer: {
    principal: { node: 'Principal', by: 'principalId', description: 'The principal, disabled.' },
  },
  payload: {
    description: 'The answer to disablePrincipal: warnings name the keys it made for others.',
  },
  run: async ({ pool }: { pool: pg.Pool }, context, input) =>
    rememberResult<Disabled>(pool, context, input, async (sql, now) => {
      const held = await holdPrincipal(sql, now, input.principalId, 'principal.disable');
      return held.ok ? disable(sql, now, held.value) : held;
    }),
});

async function disable(
  sql: Sql,
  context: VerbContext,
  { id, displayName, teamIds, disabledAt }: HeldPrincipal,
): Promise<Result<Disabled, readonly DomainError[]>> {
  const warnings = (await readKeysForOthers(sql, id)).map(goesOn);
  if (disabledAt) return ok({ principalId: id, warnings });
  if (await isLastAdmin(sql, id))
    return refuse('LAST_ADMIN', 'principalId', lastAdminMessage(displayName));
  const since = await setDisabled(sql, id, true);
  await appendAudit(sql, {
    ...auditOf(context, homeOf(teamIds)),
    action: 'principal.disabled',
    targetId: id,
    targetKind: 'Principal',
    targetName: displayName,
    after: { disabledAt: since?.toISOString() ?? null },
  });
  return ok({ principalId: id, warnings });
}

const goesOn = ({ prefix, name, displayName }: KeyForOthers): Warning => ({
  code: 'KEY_GOES_ON',
  message: `${prefix} (${name}), which it made for ${displayName}, goes on.`,
});
