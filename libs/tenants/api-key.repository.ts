import type { Sql } from '#libs/database';
import type { Actor } from './actor.js';

export interface KeyRow extends Actor {
  apiKeyId: string;
  secretHash: string;
}

const grants = `coalesce((SELECT jsonb_agg(jsonb_build_object('teamId', a.team_id, 'role', a.role))
  FROM role_assignment a WHERE a.principal_id = p.id), '[]') AS grants`;

/** The key with whom it speaks for, unless revoked, expired or its principal disabled. */
export async function findKey(sql: Sql, prefix: string): Promise<KeyRow | undefined> {
  const { rows } = await sql.query<KeyRow>({
    name: 'find-api-key',
    text: `SELECT k.id AS "apiKeyId", k.secret_hash AS "secretHash", p.id AS "principalId", p.kind,
        p.display_name AS "displayName", ${grants}
      FROM api_key k JOIN principal p ON p.id = k.principal_id
      WHERE k.prefix = $1 AND k.revoked_at IS NULL AND p.disabled_at IS NULL
        AND (k.expires_at IS NULL OR k.expires_at > now())`,
    values: [prefix],
  });
  return rows[0];
}

/** Notes the use, to the minute. */
export async function noteUse(sql: Sql, apiKeyId: string): Promise<void> {
  await sql.query({
    name: 'note-api-key-use',
    text: `UPDATE api_key SET last_used_at = now() WHERE id = $1::uuid
      AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')`,
    values: [apiKeyId],
  });
}

/** The person or application behind an Entra token, made at first sight; undefined where disabled. */
export async function meetPrincipal(
  sql: Sql,
  entra: { tenantId: string; objectId: string; displayName: string; kind: 'USER' | 'BOT' },
): Promise<Actor | undefined> {
  const { rows } = await sql.query<Actor & { disabled: boolean }>({
    name: 'meet-principal',
    text: `WITH met AS (
        INSERT INTO principal AS p (kind, display_name, entra_tenant_id, entra_object_id)
        VALUES ($3::"PrincipalKind", $4, $1, $2)
        ON CONFLICT (entra_tenant_id, entra_object_id) DO UPDATE SET display_name = p.display_name
        RETURNING p.id, p.kind, p.display_name, p.disabled_at)
      SELECT p.id AS "principalId", p.kind, p.display_name AS "displayName",
        p.disabled_at IS NOT NULL AS disabled, ${grants} FROM met p`,
    values: [entra.tenantId, entra.objectId, entra.kind, entra.displayName],
  });
  const [row] = rows;
  if (!row || row.disabled) return undefined;
  const { disabled: _, ...actor } = row;
  return actor;
}
