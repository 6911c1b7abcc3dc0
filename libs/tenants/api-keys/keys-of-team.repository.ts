import { fragment, statement, type Sql } from '#libs/database';
import { isUuid } from '#libs/kernel';
import type { RevokedKey } from './end-keys.repository.js';
import { isOpen } from './working-key.js';

const ofTeam = fragment`k.team_id = ${'teamId'}::uuid AND ${isOpen}`;

/** What was made with those, and with these, and so on, whichever team has it. */
const withMade = fragment`
  UNION SELECT k.id FROM api_key k JOIN held ON k.made_with_id = held.id`;

const holdStatement = statement<{ teamId: string }>`
WITH RECURSIVE held(id) AS (SELECT k.id FROM api_key k WHERE k.team_id = ${'teamId'}::uuid ${withMade})
SELECT FROM api_key k WHERE k.id IN (SELECT id FROM held) AND ${isOpen} ORDER BY k.id FOR UPDATE`;

/** Holds the keys that were made for the team, and what was made with them, until the transaction ends. */
export async function holdKeysOfTeam(sql: Sql, teamId: string): Promise<void> {
  if (isUuid(teamId)) await sql.query(holdStatement({ teamId }));
}

const rehomeStatement = statement<{ teamId: string }, RevokedKey>`
UPDATE api_key k SET team_id = (SELECT a.team_id FROM role_assignment a WHERE a.principal_id = k.principal_id
  ORDER BY a.team_id IS NOT NULL, a.id LIMIT 1)
WHERE ${ofTeam} AND EXISTS (SELECT FROM role_assignment a WHERE a.principal_id = k.principal_id)
RETURNING k.id, k.prefix, k.name, k.team_id AS "teamId"`;

/** Gives the keys whose principal still has roles to where these hold: the platform before teams, then the oldest. Answers which. */
export async function rehomeKeys(sql: Sql, teamId: string): Promise<RevokedKey[]> {
  const { rows } = await sql.query(rehomeStatement({ teamId }));
  return rows;
}

/** Also by keys that ended before: what was made with them goes on without them. */
const endStatement = statement<{ teamId: string }, RevokedKey>`
WITH RECURSIVE held(id) AS (
  SELECT k.id FROM api_key k WHERE k.team_id = ${'teamId'}::uuid
    AND NOT EXISTS (SELECT FROM role_assignment a WHERE a.principal_id = k.principal_id) ${withMade})
UPDATE api_key k SET revoked_at = now() FROM held
WHERE k.id = held.id AND ${isOpen} RETURNING k.id, k.prefix, k.name, k.team_id AS "teamId"`;

/**
 * Ends the keys of the team whose principals have roles nowhere any more, and what was made with them, and so on; answers
 * which. Ask until it answers none: one of them may just have made another.
 */
export async function endKeys(sql: Sql, teamId: string): Promise<RevokedKey[]> {
  const { rows } = await sql.query(endStatement({ teamId }));
  return rows;
}
