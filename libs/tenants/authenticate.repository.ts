import { prepared, type Sql } from '#libs/database';
import type { Actor } from '#libs/verbs';
import { GroupsUnknown } from './entra-directory.js';
import type { EntraIdentity } from './entra-token.js';
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

type Met = Pick<
  EntraIdentity,
  'tenantId' | 'objectId' | 'displayName' | 'kind' | 'groups' | 'leavesGroupsOut'
>;

/** Who was given a role before being met is called by the object id until then. */
const meetStatement = prepared<Met, Actor & { disabled: boolean; groupsUnknown: boolean }>`
WITH met AS (
  INSERT INTO principal AS p (kind, display_name, entra_tenant_id, entra_object_id)
  VALUES (${'kind'}::"PrincipalKind", ${'displayName'}, ${'tenantId'}, ${'objectId'})
  ON CONFLICT (entra_tenant_id, entra_object_id) DO UPDATE SET
    display_name = CASE WHEN p.display_name = p.entra_object_id THEN EXCLUDED.display_name ELSE p.display_name END,
    kind = CASE WHEN p.display_name = p.entra_object_id THEN EXCLUDED.kind ELSE p.kind END
  RETURNING p.id, p.kind, p.display_name, p.disabled_at)
SELECT p.id AS "principalId", p.kind, p.display_name AS "displayName", p.disabled_at IS NOT NULL AS disabled,
  ${'leavesGroupsOut'}::boolean AND EXISTS (SELECT FROM role_assignment a
    JOIN entra_group g ON g.id = a.entra_group_id WHERE g.tenant_id = ${'tenantId'}) AS "groupsUnknown",
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', a.id, 'teamId', a.team_id, 'role', a.role)) FROM (
    SELECT a.id, a.team_id, a.role FROM role_assignment a WHERE a.principal_id = p.id
    UNION ALL
    SELECT a.id, a.team_id, a.role FROM entra_group g JOIN role_assignment a ON a.entra_group_id = g.id
    WHERE g.tenant_id = ${'tenantId'} AND g.object_id = ANY (${'groups'}::text[])) a), '[]') AS grants
FROM met p`;

/**
 * The person or application behind an Entra token, made at first sight, with its own roles and those of its groups;
 * undefined where disabled. Rejects with GroupsUnknown where roles are held by groups, and the token leaves its own out.
 */
export async function meetPrincipal(sql: Sql, identity: Met): Promise<Actor | undefined> {
  const { kind, displayName, tenantId, objectId, groups, leavesGroupsOut } = identity;
  const met = { kind, displayName, tenantId, objectId, groups, leavesGroupsOut };
  const { rows } = await sql.query(meetStatement(met));
  const [row] = rows;
  if (!row || row.disabled) return undefined;
  const { disabled: _, groupsUnknown, ...actor } = row;
  if (groupsUnknown) throw new GroupsUnknown();
  return actor;
}
