import { fragment, prepared, statement, withPrisma, type Sql } from '#libs/database';
import type { Actor, Role, RoleGrant } from '#libs/verbs';

export interface KeyRow extends Actor {
  apiKeyId: string;
  secretHash: string;
}

/** SQL for whether the key `k` works, its principal's own state aside. */
const isOpen = fragment`k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())`;

const grants = fragment`coalesce((SELECT jsonb_agg(jsonb_build_object('teamId', a.team_id, 'role', a.role))
  FROM role_assignment a WHERE a.principal_id = p.id), '[]') AS grants`;

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

export interface HeldKey {
  /** When it stops working by itself. */
  expiresAt: Date | null;
  /** What whom it speaks for may do by now. */
  grants: readonly RoleGrant[];
}

const holdStatement = statement<{ id: string }, HeldKey>`
SELECT k.expires_at AS "expiresAt", ${grants} FROM api_key k JOIN principal p ON p.id = k.principal_id
WHERE k.id = ${'id'}::uuid AND p.disabled_at IS NULL AND ${isOpen} FOR SHARE OF k`;

/** The key, which is not revoked until the transaction ends; undefined where it works no longer. */
export async function holdKey(sql: Sql, apiKeyId: string): Promise<HeldKey | undefined> {
  const { rows } = await sql.query(holdStatement({ id: apiKeyId }));
  return rows[0];
}

const countStatement = statement<{ principalId: string }, { count: number }>`
SELECT count(*)::integer AS count FROM api_key k WHERE k.principal_id = ${'principalId'}::uuid AND ${isOpen}`;

/** How many keys of the principal work. */
export async function countOpenKeys(sql: Sql, principalId: string): Promise<number> {
  const { rows } = await sql.query(countStatement({ principalId }));
  return rows[0]?.count ?? 0;
}

export interface NewKeyRow {
  principalId: string;
  teamId: string | null;
  name: string;
  prefix: string;
  secretHash: string;
  expiresAt: Date | null;
  createdById: string;
  madeWithId: string | null;
}

/** Writes the key; answers its id. */
export async function insertKey(sql: Sql, key: NewKeyRow): Promise<string> {
  const { id } = await withPrisma(sql, ({ apiKey }) =>
    apiKey.create({ data: key, select: { id: true } }),
  );
  return id;
}

/** A principal for whom keys are made, with the teams in which its roles hold, oldest role first; null is the platform. */
export interface HolderRow {
  kind: Actor['kind'];
  displayName: string;
  teamIds: (string | null)[];
}

const holderStatement = statement<{ principalId: string }, HolderRow>`
SELECT p.kind, p.display_name AS "displayName", ARRAY(
  SELECT a.team_id FROM role_assignment a WHERE a.principal_id = p.id ORDER BY a.id)::text[] AS "teamIds"
FROM principal p WHERE p.id = ${'principalId'}::uuid AND p.disabled_at IS NULL FOR NO KEY UPDATE OF p`;

/** The principal unless it is disabled; its keys are made one after another until the transaction ends. */
export async function lockHolder(sql: Sql, principalId: string): Promise<HolderRow | undefined> {
  const { rows } = await sql.query(holderStatement({ principalId }));
  return rows[0];
}

/** The new bot with its role; undefined where there is no such team. */
export const insertBot = (
  sql: Sql,
  { name, teamId, role }: { name: string; teamId: string | null; role: Role },
): Promise<string | undefined> =>
  withPrisma(sql, async ({ principal, team }) => {
    const isTeam = teamId === null || (await team.count({ where: { id: teamId } })) === 1;
    if (!isTeam) return undefined;
    const roleAssignments = { create: { teamId, role } };
    const data = { kind: 'BOT', displayName: name, roleAssignments } as const;
    const { id } = await principal.create({ data, select: { id: true } });
    return id;
  });

/** A key to be revoked or replaced. */
export interface FoundKey {
  id: string;
  principalId: string;
  kind: Actor['kind'];
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
SELECT k.id, k.principal_id AS "principalId", p.kind, p.display_name AS "displayName", k.prefix, k.name,
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
