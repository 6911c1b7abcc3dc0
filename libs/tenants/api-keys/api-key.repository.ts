import { statement, withPrisma, type Sql } from '#libs/database';
import type { Actor, Role, RoleGrant } from '#libs/verbs';
import { grants, isOpen } from './working-key.js';

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
  /** Whether it comes with tokens of Entra ID. */
  isOfEntra: boolean;
  displayName: string;
  teamIds: (string | null)[];
}

const holderStatement = statement<{ principalId: string }, HolderRow>`
SELECT p.kind, p.entra_object_id IS NOT NULL AS "isOfEntra", p.display_name AS "displayName", ARRAY(
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
  { name, ...given }: { name: string; teamId: string | null; role: Role; createdById: string },
): Promise<string | undefined> =>
  withPrisma(sql, async ({ principal, team }) => {
    const { teamId } = given;
    const isTeam =
      teamId === null || (await team.count({ where: { id: teamId, deletedAt: null } })) === 1;
    if (!isTeam) return undefined;
    const roleAssignments = { create: given };
    const data = { kind: 'BOT', displayName: name, roleAssignments } as const;
    const { id } = await principal.create({ data, select: { id: true } });
    return id;
  });
