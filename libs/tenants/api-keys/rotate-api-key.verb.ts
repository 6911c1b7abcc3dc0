import { z } from 'zod';
import { appendAudit } from '#libs/audit';
import type { Sql } from '#libs/database';
import { durationSchema, durationSeconds, ok, type DomainError, type Result } from '#libs/kernel';
import { gql, optional, orElse, uuidField, verb, type VerbContext } from '#libs/verbs';
import { auditOf } from '../audit-of.js';
import { forbid } from '../forbid.js';
import { refuse } from '../refuse.js';
import { rememberResult } from '../remember-result.js';
import { lockHolder } from './api-key.repository.js';
import { endKeyIn, type FoundKey } from './end-keys.repository.js';
import { expiresAtField, type ApiKeyDeps } from './create-api-key.verb.js';
import { checkEnd, findMaker } from './key-maker.js';
import { checkNumber, makeKey, withoutSecret, type MadeKey } from './make-key.js';
import { mayEnd } from './may-end.js';
import { fieldOf, lockNamedKey, namesOneKey, whichKey } from './which-key.js';

const action = 'api_key.rotate';
const longestOverlapDays = 30;

const overlapSchema = durationSchema.refine(
  (text) => (durationSeconds(text) ?? 0) <= longestOverlapDays * 86_400,
  `is at most P${longestOverlapDays}D`,
);

const inputSchema = z
  .strictObject({
    ...whichKey,
    overlap: orElse(overlapSchema, 'P1D')
      .prefault('P1D')
      .describe('For how long the old one goes on, 30 days at most; PT0S ends it at once.'),
    expiresAt: expiresAtField.describe(
      'When the new one shall stop working by itself; when the old one would have where absent.',
    ),
    idempotencyKey: optional(uuidField()).describe(
      'The same key and input answer the first result again, without the secret.',
    ),
  })
  .register(gql, { description: 'The key that shall be replaced, by its id or by its prefix.' })
  .check(namesOneKey);
type Input = z.output<typeof inputSchema>;

interface RotatedKey extends MadeKey {
  replacedId: string;
}

type Rotated = Result<RotatedKey, readonly DomainError[]>;

/**
 * Replaces a key of one's own, or of a bot all of whose roles one administers, by one of the same name, for the same
 * principal. The old one goes on for the overlap, and no longer than it would have. Refuses with FORBIDDEN, NOT_FOUND,
 * INVALID_STATE or INVALID_INPUT.
 */
export const rotateApiKey = verb({
  name: 'rotateApiKey',
  noun: 'API key',
  summary: 'Makes an API key that takes the place of another, which goes on for a while.',
  input: inputSchema,
  example: { prefix: 'arm_abcdefgh', overlap: 'PT12H' },
  target: 'id',
  instead: 'prefix',
  permission: 'administer',
  exceptOwn: true,
  effect: 'change',
  destructive: true,
  answer: {
    apiKey: { node: 'ApiKey', by: 'apiKeyId', description: 'The new key.' },
    secret: {
      value: z.string().nullable().prefault(null).describe('The new key itself: shown this once.'),
      by: 'secret',
    },
    replacedApiKey: {
      node: 'ApiKey',
      by: 'replacedId',
      description: 'The old one, with when it ends.',
    },
  },
  run: async (deps: ApiKeyDeps, context, input) => {
    const { prefix = null, expiresAt } = input;
    const asked = { ...input, prefix, expiresAt: expiresAt?.toISOString() ?? null };
    return rememberResult<RotatedKey>(
      deps.pool,
      context,
      asked,
      (sql, now) => rotate(sql, now, input, deps),
      withoutSecret,
    );
  },
});

async function rotate(
  sql: Sql,
  context: VerbContext,
  input: Input,
  deps: ApiKeyDeps,
): Promise<Rotated> {
  // Before the key that whoever asks came with: it may be the same one.
  const old = await lockNamedKey(sql, input);
  const wanted = { action, targetName: old?.prefix ?? null, field: fieldOf(input) };
  const maker = await findMaker(sql, context, wanted);
  if (!maker.ok) return maker;
  const allowed = await checkRight(sql, maker.value.context, input, old);
  if (!allowed.ok) return allowed;
  const expiresAt = input.expiresAt ?? allowed.value.expiresAt;
  const inTime = await checkEnd(sql, maker.value, expiresAt, wanted, deps.longestKeyDays);
  if (!inTime.ok) return inTime;
  return replace(sql, maker.value.context, allowed.value, { ...input, expiresAt }, deps);
}

/** Whoever had the new key could speak for its principal: nobody does that for a person or an application. */
async function checkRight(
  sql: Sql,
  context: VerbContext,
  input: Input,
  key: FoundKey | undefined,
): Promise<Result<FoundKey, readonly DomainError[]>> {
  const field = fieldOf(input);
  if (!key || !mayEnd(context, key)) return refuse('NOT_FOUND', field, 'There is no such key.');
  if ((key.kind !== 'BOT' || key.isOfEntra) && key.principalId !== context.actor.principalId)
    return forbid(sql, context, {
      action,
      teamId: key.teamId,
      targetName: key.prefix,
      field,
      message: `It speaks for ${key.displayName}, who alone can rotate it. You can revoke it.`,
    });
  if (key.works) return ok(key);
  return refuse('INVALID_STATE', field, 'It works no longer: make a new one with createApiKey.');
}

async function replace(
  sql: Sql,
  context: VerbContext,
  old: FoundKey,
  { overlap, expiresAt }: Pick<Input, 'overlap'> & { expiresAt: Date | null },
  { mostApiKeys }: ApiKeyDeps,
): Promise<Rotated> {
  const { principalId, teamId, displayName, name } = old;
  const holder = { principalId, teamId, displayName };
  await lockHolder(sql, principalId);
  // One that ends at once makes room.
  const most = mostApiKeys + (durationSeconds(overlap) === 0 ? 1 : 0);
  const number = await checkNumber(sql, context, holder, { action, field: 'overlap', most });
  if (!number.ok) return number;
  const endsAt = await endKeyIn(sql, old.id, durationSeconds(overlap) ?? 0);
  const made = await makeKey(sql, context, holder, { name, expiresAt, replacesId: old.id });
  await appendAudit(sql, {
    ...auditOf(context, teamId),
    action: 'api_key.rotated',
    targetId: old.id,
    targetKind: 'ApiKey',
    targetName: old.prefix,
    before: { expiresAt: old.expiresAt?.toISOString() ?? null },
    after: { expiresAt: endsAt.toISOString(), replacedById: made.apiKeyId },
  });
  return ok({ ...made, replacedId: old.id });
}
