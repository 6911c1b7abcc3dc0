import type pg from 'pg';
import { z } from 'zod';
import { appendAudit } from '#libs/audit';
import { ok, type DomainError, type Result } from '#libs/kernel';
import type { RequestContext } from './actor.js';
import { auditOf } from './audit-of.js';
import { parseInput, refuse } from './parse-input.js';
import { rememberResult } from './remember-result.js';
import { isAllowed } from './roles.rules.js';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const inputSchema = z.object({ id: z.string(), idempotencyKey: z.guid().nullish() });

interface Found {
  principalId: string;
  prefix: string;
  revoked: boolean;
  teamIds: (string | null)[];
}

/** Ends a key of one's own, or of somebody all of whose roles one administers; twice is once. Refuses with NOT_FOUND. */
export async function revokeApiKey(
  { pool }: { pool: pg.Pool },
  context: RequestContext,
  raw: unknown,
): Promise<Result<{ apiKeyId: string }, readonly DomainError[]>> {
  const input = parseInput(inputSchema, raw);
  if (!input.ok) return input;
  const { id } = input.value;
  return rememberResult(
    pool,
    context,
    'revokeApiKey',
    input.value,
    async (sql) => {
      const { rows } = await sql.query<Found>(
        `SELECT k.principal_id AS "principalId", k.prefix, k.revoked_at IS NOT NULL AS revoked,
          ARRAY(SELECT a.team_id FROM role_assignment a WHERE a.principal_id = k.principal_id)::text[] AS "teamIds"
          FROM api_key k WHERE k.id = $1::uuid FOR UPDATE`,
        [uuid.test(id) ? id : null],
      );
      const [key] = rows;
      if (!key || !mayEnd(context, key)) return refuse('NOT_FOUND', 'id', 'There is no such key.');
      if (key.revoked) return ok({ apiKeyId: id });
      await sql.query('UPDATE api_key SET revoked_at = now() WHERE id = $1::uuid', [id]);
      await appendAudit(sql, {
        ...auditOf(context, key.teamIds[0] ?? null),
        action: 'api_key.revoked',
        targetId: id,
        targetKind: 'ApiKey',
        targetName: key.prefix,
      });
      return ok({ apiKeyId: id });
    },
    (done) => done,
  );
}

const mayEnd = ({ actor }: RequestContext, { principalId, teamIds }: Found): boolean =>
  principalId === actor.principalId ||
  isAllowed(actor, 'administer', null) ||
  (teamIds.length > 0 && teamIds.every((teamId) => isAllowed(actor, 'administer', teamId)));
