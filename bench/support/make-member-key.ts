import type pg from 'pg';
import { newApiKey } from '../../libs/tenants/api-keys/api-key.js';

export interface Member {
  key: string;
  teamId: string;
}

/** An operator of so many of the fifty teams that were seeded, and of no other; `teamId` is one that all of them have. */
export async function makeMemberKey(pool: pg.Pool, teams = 1): Promise<Member> {
  const { secret, prefix, secretHash } = newApiKey();
  const { rows } = await pool.query<{ teamId: string }>(
    `WITH bot AS (INSERT INTO principal (kind, display_name) VALUES ('BOT', 'member') RETURNING id),
    role AS (
      INSERT INTO role_assignment (principal_id, team_id, role, created_by_id)
      SELECT bot.id, t.id, 'OPERATOR', '00000000-0000-7000-8000-000000000001' FROM bot, (
        SELECT id FROM team WHERE name LIKE 'team-%' ORDER BY name <> 'team-25', id LIMIT $3) t)
    INSERT INTO api_key (principal_id, created_by_id, name, prefix, secret_hash)
    SELECT bot.id, '00000000-0000-7000-8000-000000000001', 'member', $1, $2 FROM bot
    RETURNING (SELECT id FROM team WHERE name = 'team-25') AS "teamId"`,
    [prefix, secretHash, teams],
  );
  const [made] = rows;
  if (!made?.teamId) throw new Error('the seed has no team-25');
  return { key: secret, teamId: made.teamId };
}
