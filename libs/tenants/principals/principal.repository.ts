import { statement, type Sql } from '#libs/database';
import type { Actor } from '#libs/verbs';

/** A principal that is to be disabled or enabled. */
export interface HeldPrincipal {
  id: string;
  kind: Actor['kind'];
  displayName: string;
  /** Whether it comes with tokens of Entra ID, whose roles are not known here. */
  isOfEntra: boolean;
  disabledAt: Date | null;
  /** Where its roles hold, the oldest first; null is the platform. */
  teamIds: (string | null)[];
}

const lockStatement = statement<{ id: string }, HeldPrincipal>`
SELECT p.id, p.kind, p.display_name AS "displayName", p.entra_object_id IS NOT NULL AS "isOfEntra",
  p.disabled_at AS "disabledAt",
  ARRAY(SELECT a.team_id FROM role_assignment a WHERE a.principal_id = p.id ORDER BY a.id)::text[] AS "teamIds"
FROM principal p WHERE p.id = ${'id'}::uuid FOR NO KEY UPDATE OF p`;

/** The principal, held until the transaction ends. */
export async function lockPrincipal(sql: Sql, id: string): Promise<HeldPrincipal | undefined> {
  const { rows } = await sql.query(lockStatement({ id }));
  return rows[0];
}

const disableStatement = statement<
  { id: string; isDisabled: boolean },
  { disabledAt: Date | null }
>`
UPDATE principal SET disabled_at = CASE WHEN ${'isDisabled'}::boolean THEN now() END
WHERE id = ${'id'}::uuid RETURNING disabled_at AS "disabledAt"`;

/** Disables or enables; answers since when it is disabled. */
export async function setDisabled(sql: Sql, id: string, isDisabled: boolean): Promise<Date | null> {
  const { rows } = await sql.query(disableStatement({ id, isDisabled }));
  return rows[0]?.disabledAt ?? null;
}

/** A key that works, made by somebody for somebody else. */
export interface KeyForOthers {
  prefix: string;
  name: string;
  displayName: string;
}

const madeStatement = statement<{ id: string }, KeyForOthers>`
SELECT k.prefix, k.name, p.display_name AS "displayName" FROM api_key k JOIN principal p ON p.id = k.principal_id
WHERE k.created_by_id = ${'id'}::uuid AND k.principal_id <> ${'id'}::uuid AND p.disabled_at IS NULL
  AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())
ORDER BY k.id DESC LIMIT 100`;

/** The keys that a principal made for others and that work, the latest hundred. */
export async function readKeysForOthers(sql: Sql, id: string): Promise<KeyForOthers[]> {
  const { rows } = await sql.query(madeStatement({ id }));
  return rows;
}
