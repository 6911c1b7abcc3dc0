import type pg from 'pg';
import { z } from 'zod';
import type { Sql } from '#libs/database';
import { ok, type DomainError, type Result } from '#libs/kernel';
import {
  exampleId,
  gql,
  idOf,
  optional,
  roleField,
  uuidField,
  verb,
  type VerbContext,
} from '#libs/verbs';
import { rememberResult } from '../remember-result.js';
import { findKeyHolder } from './find-key-holder.js';
import { checkEnd, findMaker } from './key-maker.js';
import { checkNumber, makeKey, withoutSecret, type MadeKey } from './make-key.js';

const action = 'api_key.create';

const isGiven = <T>(value: T | null | undefined): value is T =>
  value !== null && value !== undefined;

/** When a key shall end: in the future. */
export const expiresAtField = z
  .date()
  .register(gql, { scalar: 'DateTime' })
  .nullish()
  .refine((date) => !date || date.getTime() > Date.now(), 'must be in the future');

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
    role: roleField.nullish().describe('The role of the new bot.'),
    name: z.string().trim().min(1, 'must not be empty').max(100).describe('What you call the key.'),
    expiresAt: expiresAtField.describe(
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

export interface ApiKeyDeps {
  pool: pg.Pool;
  /** So many keys of one principal may work at a time. */
  mostApiKeys: number;
  /** So many days a new key may work at most; undefined: for ever. */
  longestKeyDays?: number | undefined;
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
  run: async (deps: ApiKeyDeps, context, input) => {
    const { expiresAt, ...rest } = input;
    return rememberResult<MadeKey>(
      deps.pool,
      context,
      { ...rest, expiresAt: expiresAt?.toISOString() ?? null },
      (sql, now) => create(sql, now, input, deps),
      withoutSecret,
    );
  },
});

async function create(
  sql: Sql,
  context: VerbContext,
  input: Input,
  { mostApiKeys, longestKeyDays }: ApiKeyDeps,
): Promise<Result<MadeKey, readonly DomainError[]>> {
  const { name, expiresAt = null, botName = null } = input;
  const wanted = { action, targetName: botName, field: 'name' };
  const maker = await findMaker(sql, context, wanted);
  if (!maker.ok) return maker;
  const inTime = await checkEnd(sql, maker.value, expiresAt, wanted, longestKeyDays);
  if (!inTime.ok) return inTime;
  const holder = await findKeyHolder(sql, maker.value.context, input);
  if (!holder.ok) return holder;
  const limit = { action, field: 'principalId', most: mostApiKeys };
  const number = await checkNumber(sql, maker.value.context, holder.value, limit);
  if (!number.ok) return number;
  return ok(await makeKey(sql, maker.value.context, holder.value, { name, expiresAt }));
}
