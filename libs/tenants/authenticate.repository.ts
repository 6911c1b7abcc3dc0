import { prepared, type Sql } from '#libs/database';
import type { Actor } from '#libs/verbs';
import { grants, isOpen } from './api-keys/working-key.js';

export interface KeyRow extends Actor {
  apiKeyId: string;
  secretHash: string;
}

const keyStatement = prepared<{ prefix: string }, KeyRow>`
SELECT k.id AS "apiKeyId", k.secret_hash AS "secretHash", p.id AS "principalId", p.kind,
  p.display_name AS "displayName", ${grants}
FROM api_key k JOIN principal p ON p.id = k.principal_id
WHERE k.prefix = ${'prefix'} AND p.disabled_at IS NULL AND ${isOpen}`;

/** The key with whom it speaks for, unless revoked, expired or its principal disabled. */
export async function findKey(sql: Sql, prefix: string): Promise<KeyRow | undefined> {
  const { rows } = await sql.query(keyStatement({ prefix }));
  return rows[0];
}

const useStatement = prepared<{ id: string }>`
UPDATE api_key SET last_used_at = now() WHERE id = ${'id'}::uuid
  AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')`;

/** Notes the use, to the minute. */
export async function noteUse(sql: Sql, apiKeyId: string): Promise<void> {
  await sql.query(useStatement({ id: apiKeyId }));
}

interface EntraIdentity {
  tenantId: string;
  objectId: string;
  displayName: string;
  kind: 'USER' | 'BOT';
}

const meetStatement = prepared<EntraIdentity, Actor & { disabled: boolean }>`
WITH met AS (
  INSERT INTO principal AS p (kind, display_name, entra_tenant_id, entra_object_id)
  VALUES (${'kind'}::"PrincipalKind", ${'displayName'}, ${'tenantId'}, ${'objectId'})
  ON CONFLICT (entra_tenant_id, entra_object_id) DO UPDATE SET display_name = p.display_name
  RETURNING p.id, p.kind, p.display_name, p.disabled_at)
SELECT p.id AS "principalId", p.kind, p.display_name AS "displayName",
  p.disabled_at IS NOT NULL AS disabled, ${grants} FROM met p`;

/** The person or application behind an Entra token, made at first sight; undefined where disabled. */
export async function meetPrincipal(sql: Sql, entra: EntraIdentity): Promise<Actor | undefined> {
  const { rows } = await sql.query(meetStatement(entra));
  const [row] = rows;
  if (!row || row.disabled) return undefined;
  const { disabled: _, ...actor } = row;
  return actor;
}
