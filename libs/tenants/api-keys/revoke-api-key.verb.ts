import type pg from 'pg';
import { z } from 'zod';
import { appendAudit } from '#libs/audit';
import type { Sql } from '#libs/database';
import { isUuid, ok, type DomainError, type Result, type Warning } from '#libs/kernel';
import { gql, idempotencyKeyField, idOf, optional, verb, type VerbContext } from '#libs/verbs';
import {
  endKey,
  endKeysMadeWith,
  lockKey,
  type FoundKey,
  type RevokedKey,
} from './api-key.repository.js';
import { auditOf } from '../audit-of.js';
import { refuse } from '../refuse.js';
import { rememberResult } from '../remember-result.js';
import { isPermitted } from '../roles.rules.js';

const inputSchema = z
  .strictObject({
    id: optional(idOf('ApiKey')).describe('The key.'),
    prefix: z
      .string()
      .regex(/^arm_[a-z2-7]{8}$/, 'is how a key begins: arm_ and eight letters or digits')
      .nullish()
      .describe('In place of id, how the key begins: arm_ and eight letters or digits.'),
    idempotencyKey: idempotencyKeyField,
  })
  .register(gql, { description: 'The key that shall no longer work, by its id or by its prefix.' })

  .refine(({ id, prefix }) => (id ?? null) === null || (prefix ?? null) === null, {
    path: ['prefix'],
    error: 'and id exclude each other: give one of them.',
  })
  .refine(({ id, prefix }) => (id ?? null) !== null || (prefix ?? null) !== null, {
    path: ['id'],
    error: 'or prefix is needed: say which key.',
  });
type By = { id: string } | { prefix: string };

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
  permission: 'administer',
  exceptOwn: true,
  effect: 'delete',
  destructive: true,
  answer: { apiKey: { node: 'ApiKey', by: 'apiKeyId', description: 'The key, revoked.' } },
  run: async ({ pool }: { pool: pg.Pool }, context, input) => {
    const { id, prefix, idempotencyKey } = input;
    const by = typeof prefix === 'string' ? { prefix } : { id: id ?? '' };
    return rememberResult<RevokedApiKey>(pool, context, { ...by, idempotencyKey }, (sql) =>
      revoke(sql, context, by),
    );
  },
});

async function revoke(
  sql: Sql,
  context: VerbContext,
  by: By,
): Promise<Result<RevokedApiKey, readonly DomainError[]>> {
  const isKey = 'prefix' in by || isUuid(by.id);
  const key = isKey ? await lockKey(sql, by) : undefined;
  if (!key || !mayEnd(context, key)) {
    const [field = ''] = Object.keys(by);
    return refuse('NOT_FOUND', field, 'There is no such key.');
  }
  await endKey(sql, key.id);
  const made = await endMade(sql, key.id);
  for (const ended of key.revoked ? made : [key, ...made]) await audit(sql, context, ended, key.id);
  return ok({ apiKeyId: key.id, warnings: made.map(revokedToo) });
}

/** Until there are none: one of them may just have made another, which is seen once that one's transaction is over. */
async function endMade(sql: Sql, id: string): Promise<RevokedKey[]> {
  const ended = await endKeysMadeWith(sql, id);
  return ended.length === 0 ? [] : [...ended, ...(await endMade(sql, id))];
}

const audit = (
  sql: Sql,
  context: VerbContext,
  { id, prefix, teamId }: RevokedKey,
  revokedId: string,
): Promise<string> =>
  appendAudit(sql, {
    ...auditOf(context, teamId),
    action: 'api_key.revoked',
    targetId: id,
    targetKind: 'ApiKey',
    targetName: prefix,
    ...(id !== revokedId && { after: { revokedWithId: revokedId } }),
  });

const revokedToo = ({ prefix, name }: RevokedKey): Warning => ({
  code: 'REVOKED_TOO',
  message: `${prefix} (${name}) was made with it, and is revoked too.`,
});

const mayEnd = (context: VerbContext, { principalId, teamIds }: FoundKey): boolean =>
  principalId === context.actor.principalId ||
  isPermitted(context, null) ||
  (teamIds.length > 0 && teamIds.every((teamId) => isPermitted(context, teamId)));
