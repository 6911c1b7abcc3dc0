import { fragment, raw, statement, type Sql } from '#libs/database';
import type { Role } from '#libs/verbs';
import type { SubjectKind } from './role-subject.js';

/** Ids in lower case. */
export interface EntraObject {
  tenantId: string;
  objectId: string;
}

/** Somebody of Entra ID who was met, or is made known: called by the object id until then. */
const principalStatement = statement<
  EntraObject & { kind: 'USER' | 'BOT' },
  { id: string; displayName: string }
>`
INSERT INTO principal AS p (kind, display_name, entra_tenant_id, entra_object_id)
VALUES (${'kind'}::"PrincipalKind", ${'objectId'}, ${'tenantId'}, ${'objectId'})
ON CONFLICT (entra_tenant_id, entra_object_id) DO UPDATE SET display_name = p.display_name
RETURNING p.id, p.display_name AS "displayName"`;

export async function knowPrincipal(
  sql: Sql,
  kind: 'USER' | 'BOT',
  object: EntraObject,
): Promise<{ id: string; displayName: string } | undefined> {
  const { rows } = await sql.query(principalStatement({ kind, ...object }));
  return rows[0];
}

const groupStatement = statement<EntraObject, { id: string; displayName: string }>`
INSERT INTO entra_group AS g (tenant_id, object_id) VALUES (${'tenantId'}, ${'objectId'})
ON CONFLICT (tenant_id, object_id) DO UPDATE SET object_id = g.object_id
RETURNING g.id, g.object_id AS "displayName"`;

export async function knowGroup(
  sql: Sql,
  object: EntraObject,
): Promise<{ id: string; displayName: string } | undefined> {
  const { rows } = await sql.query(groupStatement(object));
  return rows[0];
}

/** A group that has roles, and where they hold; null is the platform. */
export interface FoundGroup {
  id: string;
  displayName: string;
  teamIds: (string | null)[];
}

const findGroupStatement = statement<{ id: string }, FoundGroup>`
SELECT g.id, g.object_id AS "displayName",
  ARRAY(SELECT a.team_id FROM role_assignment a WHERE a.entra_group_id = g.id)::text[] AS "teamIds"
FROM entra_group g WHERE g.id = ${'id'}::uuid`;

export async function findGroup(sql: Sql, id: string): Promise<FoundGroup | undefined> {
  const { rows } = await sql.query(findGroupStatement({ id }));
  return rows[0];
}

interface NewGrant {
  principalId: string | null;
  entraGroupId: string | null;
  teamId: string | null;
  role: Role;
  createdById: string;
}

const giveStatement = statement<NewGrant, { id: string; isNew: boolean }>`
INSERT INTO role_assignment AS a (principal_id, entra_group_id, team_id, role, created_by_id)
VALUES (${'principalId'}::uuid, ${'entraGroupId'}::uuid, ${'teamId'}::uuid, ${'role'}::"Role", ${'createdById'}::uuid)
ON CONFLICT (principal_id, entra_group_id, team_id, role) DO UPDATE SET role = a.role
RETURNING a.id, old.id IS NULL AS "isNew"`;

/** Writes the role beside those that there are; `isNew` is false where it was there. */
export async function giveRole(sql: Sql, grant: NewGrant): Promise<{ id: string; isNew: boolean }> {
  const { rows } = await sql.query(giveStatement(grant));
  const [row] = rows;
  if (!row) throw new Error('a role was neither written nor there');
  return row;
}

/** A role that is to be taken away. */
export interface HeldGrant {
  id: string;
  teamId: string | null;
  role: Role;
  subjectKind: SubjectKind;
  subjectId: string;
  displayName: string;
}

/** SQL for the roles of a table or CTE. */
const heldIn = (roles: string) => fragment`
SELECT a.id, a.team_id AS "teamId", a.role,
  CASE WHEN p.id IS NULL THEN 'EntraGroup' ELSE 'Principal' END AS "subjectKind",
  coalesce(p.id, g.id) AS "subjectId", coalesce(p.display_name, g.object_id) AS "displayName"
FROM ${raw(roles)} a LEFT JOIN principal p ON p.id = a.principal_id LEFT JOIN entra_group g ON g.id = a.entra_group_id`;

const grantStatement = statement<
  {
    id: string;
  },
  HeldGrant
>`${heldIn('role_assignment')} WHERE a.id = ${'id'}::uuid`;

export async function findGrant(sql: Sql, id: string): Promise<HeldGrant | undefined> {
  const { rows } = await sql.query(grantStatement({ id }));
  return rows[0];
}

const takeStatement = statement<{
  id: string;
}>`DELETE FROM role_assignment WHERE id = ${'id'}::uuid`;

/** Takes the role away; false where somebody else did in the meantime. */
export async function takeRole(sql: Sql, id: string): Promise<boolean> {
  const { rowCount } = await sql.query(takeStatement({ id }));
  return rowCount === 1;
}

const takeInStatement = statement<{ teamId: string }, HeldGrant>`
WITH taken AS (DELETE FROM role_assignment WHERE team_id = ${'teamId'}::uuid RETURNING *)
${heldIn('taken')} ORDER BY a.id`;

/** Takes all roles in a team away; answers which. */
export async function takeRolesIn(sql: Sql, teamId: string): Promise<HeldGrant[]> {
  const { rows } = await sql.query(takeInStatement({ teamId }));
  return rows;
}
