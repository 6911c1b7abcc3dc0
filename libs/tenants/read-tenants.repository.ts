import type { Sql } from '#libs/database';

export interface TeamRow {
  id: string;
  name: string;
  costCenter: string;
}

/** Teams by id, or all, newest first. */
export async function readTeams(
  sql: Sql,
  ids: 'all' | readonly string[],
  limit = 100,
  after?: string,
): Promise<TeamRow[]> {
  const { rows } = await sql.query<TeamRow>({
    name: 'read-teams',
    text: `SELECT id, name, cost_center AS "costCenter" FROM team
      WHERE ($1::uuid[] IS NULL OR id = ANY ($1::uuid[])) AND ($2::uuid IS NULL OR id < $2::uuid)
      ORDER BY id DESC LIMIT $3::integer`,
    values: [ids === 'all' ? null : ids, after ?? null, limit],
  });
  return rows;
}

export interface ApiKeyRow {
  id: string;
  name: string;
  prefix: string;
  expiresAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
  createdAt: Date;
}

export async function readApiKey(sql: Sql, id: string): Promise<ApiKeyRow | null> {
  const { rows } = await sql.query<ApiKeyRow>(
    `SELECT id, name, prefix, expires_at AS "expiresAt", revoked_at AS "revokedAt", last_used_at AS "lastUsedAt",
      created_at AS "createdAt" FROM api_key WHERE id = $1::uuid`,
    [id],
  );
  return rows[0] ?? null;
}
