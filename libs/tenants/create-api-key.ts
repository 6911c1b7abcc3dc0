import type pg from 'pg';
import { z } from 'zod';
import { appendAudit } from '#libs/audit';
import type { Sql } from '#libs/database';
import { err, ok, type DomainError, type Result } from '#libs/kernel';
import type { RequestContext, Role } from './actor.js';
import { newApiKey } from './api-key.js';
import { auditOf } from './audit-of.js';
import { forbid } from './forbid.js';
import { parseInput, refuse } from './parse-input.js';
import { rememberResult } from './remember-result.js';
import { isAllowed } from './roles.rules.js';

const fields = z.object({
  principalId: z.string().nullish(),
  botName: z.string().trim().min(1).max(100).nullish(),
  teamId: z.string().nullish(),
  role: z.enum(['VIEWER', 'OPERATOR', 'APPROVER', 'ADMIN']).nullish(),
  name: z.string().trim().min(1, 'must not be empty').max(100),
  expiresAt: z
    .date()
    .nullish()
    .refine((date) => !date || date.getTime() > Date.now(), 'must be in the future'),
  idempotencyKey: z.guid().nullish(),
});
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

const isGiven = <T>(value: T | null | undefined): value is T =>
  value !== null && value !== undefined;

export interface CreatedApiKey {
  apiKeyId: string;
  /** Answered once; null when a request is replayed. */
  secret: string | null;
}

/**
 * Creates a key for oneself, for a new bot with a role in a team that one administers, or for a bot all of whose
 * roles one administers. Refuses with FORBIDDEN, NOT_FOUND or INVALID_INPUT.
 */
export async function createApiKey(
  { pool }: { pool: pg.Pool },
  context: RequestContext,
  raw: unknown,
): Promise<Result<CreatedApiKey, readonly DomainError[]>> {
  const input = parseInput(inputSchema, raw);
  if (!input.ok) return input;
  const { expiresAt, ...rest } = input.value;
  return rememberResult<CreatedApiKey>(
    pool,
    context,
    'createApiKey',
    { ...rest, expiresAt: expiresAt?.toISOString() ?? null },
    async (sql) => {
      const holder = await holderOf(sql, context, input.value);
      if (!holder.ok) return holder;
      return insertKey(sql, context, holder.value, input.value);
    },
    ({ apiKeyId }) => ({ apiKeyId, secret: null }),
  );
}

type Holder = Result<{ principalId: string; teamId: string | null }, readonly DomainError[]>;

async function holderOf(sql: Sql, context: RequestContext, input: Input): Promise<Holder> {
  if (isGiven(input.botName)) return newBot(sql, context, input);
  if (isGiven(input.principalId)) return knownBot(sql, context, input.principalId);
  return ok({ principalId: context.actor.principalId, teamId: null });
}

async function newBot(sql: Sql, context: RequestContext, input: Input): Promise<Holder> {
  const { actor } = context;
  const { botName, role } = input;
  const teamId = input.teamId ?? null;
  if (!role) return refuse('INVALID_INPUT', 'role', 'A new bot needs a role.');
  const isTeam = teamId === null || (uuid.test(teamId) && isAllowed(actor, 'view', teamId));
  if (!isTeam) return noSuchTeam;
  if (!isAllowed(actor, 'administer', teamId)) {
    return forbid(sql, context, {
      ...{ action: 'api_key.create', teamId, targetName: botName ?? null, field: 'teamId' },
      message: 'Bots are made by admins of their team, or of the platform.',
    });
  }
  const { rows } = await sql.query<{ id: string }>(
    `WITH bot AS (INSERT INTO principal (kind, display_name) VALUES ('BOT', $1) RETURNING id)
      INSERT INTO role_assignment (principal_id, team_id, role)
      SELECT bot.id, $2::uuid, $3::"Role" FROM bot
      WHERE $2::uuid IS NULL OR EXISTS (SELECT FROM team WHERE id = $2::uuid)
      RETURNING principal_id AS id`,
    [botName, teamId, role satisfies Role],
  );
  const [bot] = rows;
  return bot ? ok({ principalId: bot.id, teamId }) : noSuchTeam;
}

const noSuchTeam = err<readonly DomainError[]>([
  { code: 'NOT_FOUND', message: 'There is no such team.', field: ['input', 'teamId'] },
]);

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

async function knownBot(sql: Sql, context: RequestContext, principalId: string): Promise<Holder> {
  const { actor } = context;
  if (principalId === actor.principalId) return ok({ principalId, teamId: null });
  const found = await sql.query<{ teamId: string | null; name: string }>(
    `SELECT a.team_id AS "teamId", p.display_name AS name FROM principal p JOIN role_assignment a ON a.principal_id = p.id
      WHERE p.id = $1::uuid AND p.kind = 'BOT' AND p.disabled_at IS NULL`,
    [uuid.test(principalId) ? principalId : null],
  );
  const teams = found.rows.map(({ teamId }) => teamId);
  const visible = teams.some((teamId) => isAllowed(actor, 'view', teamId));
  if (!visible) return refuse('NOT_FOUND', 'principalId', 'There is no such bot.');
  const beyond = teams.find((teamId) => !isAllowed(actor, 'administer', teamId));
  if (beyond === undefined) return ok({ principalId, teamId: teams[0] ?? null });
  return forbid(sql, context, {
    ...{ action: 'api_key.create', teamId: beyond },
    ...{ targetName: found.rows[0]?.name ?? null, field: 'principalId' },
    message: 'This takes ADMIN wherever the bot has a role.',
  });
}

async function insertKey(
  sql: Sql,
  context: RequestContext,
  { principalId, teamId }: { principalId: string; teamId: string | null },
  { name, expiresAt }: Input,
): Promise<Result<CreatedApiKey, readonly DomainError[]>> {
  const { secret, prefix, secretHash } = newApiKey();
  const { rows } = await sql.query<{ id: string }>(
    `INSERT INTO api_key (principal_id, name, prefix, secret_hash, expires_at)
      VALUES ($1::uuid, $2, $3, $4, $5) RETURNING id`,
    [principalId, name, prefix, secretHash, expiresAt ?? null],
  );
  const apiKeyId = rows[0]?.id ?? '';
  await appendAudit(sql, {
    ...auditOf(context, teamId),
    action: 'api_key.created',
    targetId: apiKeyId,
    targetKind: 'ApiKey',
    targetName: prefix,
    after: { name, principalId, expiresAt: expiresAt?.toISOString() ?? null },
  });
  return ok({ apiKeyId, secret });
}
