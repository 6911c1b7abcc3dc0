import { statement, type Sql } from '#libs/database';
import type { Actor } from '#libs/verbs';
import { isOpen } from './working-key.js';

/** A key to be revoked or replaced. */
export interface FoundKey {
  id: string;
  principalId: string;
  kind: Actor['kind'];
  /** Whether it comes with tokens of Entra ID too. */
  isOfEntra: boolean;
  /** How its principal is called. */
  displayName: string;
  prefix: string;
  name: string;
  teamId: string | null;
  expiresAt: Date | null;
  revoked: boolean;
  /** Whether somebody can come with it. */
  works: boolean;
  /** Where the roles of its principal hold. */
  teamIds: (string | null)[];
}

const lockStatement = statement<{ id: string | null; prefix: string | null }, FoundKey>`
SELECT k.id, k.principal_id AS "principalId", p.kind, p.entra_object_id IS NOT NULL AS "isOfEntra", p.display_name AS "displayName", k.prefix, k.name,
  k.team_id AS "teamId", k.expires_at AS "expiresAt", k.revoked_at IS NOT NULL AS revoked,
  p.disabled_at IS NULL AND ${isOpen} AS works,
  ARRAY(SELECT a.team_id FROM role_assignment a WHERE a.principal_id = k.principal_id)::text[] AS "teamIds"
FROM api_key k JOIN principal p ON p.id = k.principal_id WHERE k.id = ${'id'}::uuid OR k.prefix = ${'prefix'} FOR UPDATE OF k`;

/** The key by its id or its prefix, held until the transaction ends. */
export async function lockKey(
  sql: Sql,
  by: { id: string } | { prefix: string },
): Promise<FoundKey | undefined> {
  const { rows } = await sql.query(lockStatement({ id: null, prefix: null, ...by }));
  return rows[0];
}

export type RevokedKey = Pick<FoundKey, 'id' | 'prefix' | 'name' | 'teamId'>;

const endStatement = statement<{ id: string }>`
UPDATE api_key SET revoked_at = now() WHERE id = ${'id'}::uuid AND revoked_at IS NULL`;

/** Ends the key; nothing where it was revoked before. */
export async function endKey(sql: Sql, id: string): Promise<void> {
  await sql.query(endStatement({ id }));
}

const endInStatement = statement<{ id: string; seconds: number }, { expiresAt: Date }>`
UPDATE api_key SET expires_at = least(expires_at, now() + ${'seconds'}::float8 * interval '1 second')
WHERE id = ${'id'}::uuid RETURNING expires_at AS "expiresAt"`;

/** Lets the key end in so many seconds at the latest; answers when that is. */
export async function endKeyIn(sql: Sql, id: string, seconds: number): Promise<Date> {
  const { rows } = await sql.query(endInStatement({ id, seconds }));
  const [row] = rows;
  if (!row) throw new Error(`the key ${id} is gone while it is held`);
  return row.expiresAt;
}

const endMadeStatement = statement<{ id: string }, RevokedKey>`
WITH RECURSIVE made(id) AS (
  SELECT id FROM api_key WHERE made_with_id = ${'id'}::uuid
  UNION SELECT k.id FROM api_key k JOIN made ON k.made_with_id = made.id)
UPDATE api_key k SET revoked_at = now() FROM made
WHERE k.id = made.id AND k.revoked_at IS NULL RETURNING k.id, k.prefix, k.name, k.team_id AS "teamId"`;

/** Ends the open keys that were made with this one, or with one of those, and so on; answers which. */
export async function endKeysMadeWith(sql: Sql, id: string): Promise<RevokedKey[]> {
  const { rows } = await sql.query(endMadeStatement({ id }));
  return rows;
}
