import type pg from 'pg';
import { z } from 'zod';
import { appendAudit } from '#libs/audit';
import type { Sql } from '#libs/database';
import { ok, type DomainError, type Result } from '#libs/kernel';
import {
  exampleId,
  gql,
  idOf,
  optional,
  roles,
  uuidField,
  verb,
  type VerbContext,
} from '#libs/verbs';
import { newApiKey } from './api-key.js';
import { countOpenKeys, holdKey, insertKey } from './api-key.repository.js';
import { auditOf } from '../audit-of.js';
import { findKeyHolder, homeOf, type KeyHolder } from './find-key-holder.js';
import { forbid } from '../forbid.js';
import { rememberResult } from '../remember-result.js';

const isGiven = <T>(value: T | null | undefined): value is T =>
  value !== null && value !== undefined;

const fields = z
  .strictObject({
    principalId: optional(idOf('Principal')).describe('For whom it speaks; yourself where absent.'),
    botName: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .nullish()
      .describe(
        'Makes a new bot of this name, and the key for it: needs teamId (or a platform admin) and role.',
      ),
    teamId: optional(idOf('Team')).describe('The team in which the new bot holds its role.'),
    role: z
      .enum(roles)
      .register(gql, { type: 'Role' })
      .nullish()
      .describe('The role of the new bot.'),
    name: z.string().trim().min(1, 'must not be empty').max(100).describe('What you call the key.'),
    expiresAt: z
      .date()
      .register(gql, { scalar: 'DateTime' })
      .nullish()
      .refine((date) => !date || date.getTime() > Date.now(), 'must be in the future')
      .describe(
        'When it shall stop working by itself; a key that is made with a key ends with that one at the latest.',
      ),
    idempotencyKey: optional(uuidField()).describe(
      'The same key and input answer the first result again, without the secret.',
    ),
  })
  .register(gql, { description: 'A new key, for yourself or for a bot of your team.' });
/** Whoever asks for a role must not be given a key that has another. */
const inputSchema = fields
  .refine(({ principalId, botName }) => !(isGiven(principalId) && isGiven(botName)), {
    path: ['principalId'],
    error: 'and botName exclude each other: a new bot has no id yet.',
  })
  .refine(({ role, botName }) => !isGiven(role) || isGiven(botName), {
    path: ['role'],
    error: 'is for a new bot: give botName, or leave it out.',
  })
  .refine(({ teamId, botName }) => !isGiven(teamId) || isGiven(botName), {
    path: ['teamId'],
    error: 'is for a new bot: give botName, or leave it out.',
  });
type Input = z.infer<typeof inputSchema>;

interface CreatedApiKey {
  apiKeyId: string;
  /** Answered once; null when a request is replayed. */
  secret: string | null;
}

export interface ApiKeyDeps {
  pool: pg.Pool;
  /** So many keys of one principal may work at a time. */
  mostApiKeys: number;
}

/**
 * Creates a key for oneself, for a new bot with a role in a team that one administers, or for a bot all of whose
 * roles one administers. A key made with a key ends with it at the latest. Refuses with FORBIDDEN, NOT_FOUND,
 * INVALID_STATE or INVALID_INPUT.
 */
export const createApiKey = verb({
  name: 'createApiKey',
  noun: 'API key',
  summary: 'Creates an API key. Its secret is answered once.',
  input: inputSchema,
  example: { botName: 'nightly', teamId: exampleId('Team'), role: 'OPERATOR', name: 'pipeline' },
  target: 'teamId',
  permission: 'administer',
  exceptOwn: true,
  effect: 'create',
  destructive: false,
  answer: {
    apiKey: { node: 'ApiKey', by: 'apiKeyId', description: 'The new key.' },
    secret: {
      value: z.string().nullable().prefault(null).describe('The key itself: shown this once.'),
      by: 'secret',
    },
  },
  run: async ({ pool, mostApiKeys }: ApiKeyDeps, context, input) => {
    const { expiresAt, ...rest } = input;
    return rememberResult<CreatedApiKey>(
      pool,
      context,
      { ...rest, expiresAt: expiresAt?.toISOString() ?? null },
      async (sql) => {
        const maker = await checkMaker(sql, context, input);
        if (!maker.ok) return maker;
        const holder = await findKeyHolder(sql, maker.value, input);
        if (!holder.ok) return holder;
        const number = await checkNumber(sql, context, holder.value, mostApiKeys);
        return number.ok ? makeKey(sql, context, holder.value, input) : number;
      },
      ({ apiKeyId }) => ({ apiKeyId, secret: null }),
    );
  },
});

type Checked = Result<undefined, readonly DomainError[]>;

/**
 * Whoever asks with a key, with the roles that it has at this moment: what the key makes outlives the seconds for which
 * others are remembered. Refuses where the key works no longer, or would end before what it makes.
 */
async function checkMaker(
  sql: Sql,
  context: VerbContext,
  input: Input,
): Promise<Result<VerbContext, readonly DomainError[]>> {
  const { apiKeyId, grants } = context.actor;
  if (apiKeyId === undefined) return ok(context);
  const maker = await holdKey(sql, apiKeyId);
  const teamId = homeOf(grants.map((grant) => grant.teamId));
  const denied = { action: 'api_key.create', teamId, targetName: input.botName ?? null };
  if (!maker)
    return forbid(sql, context, {
      ...denied,
      field: 'name',
      message: 'The key that you came with works no longer.',
    });
  const { expiresAt: end } = maker;
  if (!end || (input.expiresAt && input.expiresAt.getTime() <= end.getTime()))
    return ok({ ...context, actor: { ...context.actor, grants: maker.grants } });
  return forbid(sql, context, {
    ...denied,
    field: 'expiresAt',
    message: `A key makes none that outlives it: give ${end.toISOString()} or earlier.`,
  });
}

/** The holder is locked: of several requests at once each counts what the one before it made. */
async function checkNumber(
  sql: Sql,
  context: VerbContext,
  { principalId, teamId, displayName }: KeyHolder,
  most: number,
): Promise<Checked> {
  if ((await countOpenKeys(sql, principalId)) < most) return ok(undefined);
  return forbid(sql, context, {
    action: 'api_key.create',
    teamId,
    targetName: displayName,
    field: 'principalId',
    code: 'INVALID_STATE',
    message: `${displayName} has ${most} keys that work, and may have no more: revoke one first.`,
  });
}

async function makeKey(
  sql: Sql,
  context: VerbContext,
  { principalId, teamId }: KeyHolder,
  { name, expiresAt = null }: Input,
): Promise<Result<CreatedApiKey, readonly DomainError[]>> {
  const { secret, ...stored } = newApiKey();
  const { principalId: createdById, apiKeyId: madeWithId = null } = context.actor;
  const key = { ...stored, principalId, teamId, name, expiresAt, createdById, madeWithId };
  const apiKeyId = await insertKey(sql, key);
  await appendAudit(sql, {
    ...auditOf(context, teamId),
    action: 'api_key.created',
    targetId: apiKeyId,
    targetKind: 'ApiKey',
    targetName: stored.prefix,
    after: { name, principalId, madeWithId, expiresAt: expiresAt?.toISOString() ?? null },
  });
  return ok({ apiKeyId, secret });
}
