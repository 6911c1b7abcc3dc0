import type pg from 'pg';
import { z } from 'zod';
import type { Sql } from '#libs/database';
import { ok, type DomainError, type Result, type Warning } from '#libs/kernel';
import { gql, idempotencyKeyField, verb, type VerbContext } from '#libs/verbs';
import { endKey, endKeysMadeWith, type RevokedKey } from './end-keys.repository.js';
import { auditRevokedKey, revokedToo } from './audit-key.js';
import { refuse } from '../refuse.js';
import { rememberResult } from '../remember-result.js';
import { mayEnd } from './may-end.js';
import { fieldOf, lockNamedKey, namesOneKey, whichKey } from './which-key.js';

const inputSchema = z
  .strictObject({ ...whichKey, idempotencyKey: idempotencyKeyField })
  .register(gql, { description: 'The key that shall no longer work, by its id or by its prefix.' })
  .check(namesOneKey);
type Input = z.output<typeof inputSchema>;

interface RevokedApiKey {
  apiKeyId: string;
  /** A REVOKED_TOO for each key that was made with it and still worked. */
  warnings: Warning[];
}

/**
 * Ends a key of one's own, or of somebody all of whose roles one administers, and all that were made with it; twice is
 * once. Refuses with NOT_FOUND or INVALID_INPUT.
 */
export const revokeApiKey = verb({
  name: 'revokeApiKey',
  noun: 'API key',
  summary: 'Ends an API key within seconds, and the keys that were made with it.',
  input: inputSchema,
  example: { prefix: 'arm_abcdefgh' },
  target: 'id',
  instead: 'prefix',
  permission: 'administer',
  exceptOwn: true,
  effect: 'delete',
  destructive: true,
  answer: { apiKey: { node: 'ApiKey', by: 'apiKeyId', description: 'The key, revoked.' } },
  run: async ({ pool }: { pool: pg.Pool }, context, input) => {
    const { id, prefix, idempotencyKey } = input;
    const by = typeof prefix === 'string' ? { prefix } : { id };
    return rememberResult<RevokedApiKey>(pool, context, { ...by, idempotencyKey }, (sql, now) =>
      revoke(sql, now, input),
    );
  },
});

async function revoke(
  sql: Sql,
  context: VerbContext,
  input: Input,
): Promise<Result<RevokedApiKey, readonly DomainError[]>> {
  const key = await lockNamedKey(sql, input);
  if (!key || !mayEnd(context, key))
    return refuse('NOT_FOUND', fieldOf(input), 'There is no such key.');
  await endKey(sql, key.id);
  const made = await endMade(sql, key.id);
  if (!key.revoked) await auditRevokedKey(sql, context, key);
  for (const ended of made) await auditRevokedKey(sql, context, ended, key.id);
  return ok({ apiKeyId: key.id, warnings: made.map(revokedToo) });
}

/** Until there are none: one of them may just have made another, which is seen once that one's transaction is over. */
async function endMade(sql: Sql, id: string): Promise<RevokedKey[]> {
  const ended = await endKeysMadeWith(sql, id);
  return ended.length === 0 ? [] : [...ended, ...(await endMade(sql, id))];
}
