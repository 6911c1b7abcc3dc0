import { fragment, isUnfinished, raw, statement, type Sql } from '#libs/database';

export interface NewShare {
  teamId: string;
  armId: string;
  armIdKey: string;
  includesChildren: boolean;
  ownerTeamId: string | null;
  sharedById: string;
}

const shareStatement = statement<NewShare>`
INSERT INTO shared_scope (team_id, arm_id, arm_id_key, includes_children, owner_team_id, shared_by_id)
VALUES (${'teamId'}::uuid, ${'armId'}, ${'armIdKey'}, ${'includesChildren'}, ${'ownerTeamId'}::uuid, ${'sharedById'}::uuid)
ON CONFLICT (team_id, arm_id_key) DO UPDATE SET arm_id = excluded.arm_id,
  includes_children = excluded.includes_children, owner_team_id = excluded.owner_team_id,
  shared_by_id = excluded.shared_by_id, created_at = now()`;

/** Shares it, or changes how it is shared. */
export async function writeShare(sql: Sql, share: NewShare): Promise<void> {
  await sql.query(shareStatement(share));
}

export interface Share {
  armId: string;
  includesChildren: boolean;
}

const unshareStatement = statement<{ teamId: string; armIdKey: string }, Share>`
DELETE FROM shared_scope WHERE team_id = ${'teamId'}::uuid AND arm_id_key = ${'armIdKey'}
RETURNING arm_id AS "armId", includes_children AS "includesChildren"`;

/** Ends the share. Answers what it was; undefined where there was none. */
export async function deleteShare(
  sql: Sql,
  teamId: string,
  armIdKey: string,
): Promise<Share | undefined> {
  const { rows } = await sql.query(unshareStatement({ teamId, armIdKey }));
  return rows[0];
}

export interface EndedShare extends Share {
  teamId: string;
  teamName: string;
  ownerTeamId: string | null;
}

/** SQL for what the CTE `ended` took away. */
const ended = fragment`SELECT s.arm_id AS "armId", s.includes_children AS "includesChildren", t.id AS "teamId", t.name AS "teamName",
  s.owner_team_id AS "ownerTeamId" FROM ended s JOIN team t ON t.id = s.team_id ORDER BY s.id`;

const endStatement = statement<{ teamId: string }, EndedShare>`
WITH ended AS (DELETE FROM shared_scope WHERE ${'teamId'}::uuid IN (team_id, owner_team_id) RETURNING *)
${ended}`;

/** Ends what was shared with a team, and what was shared by its right. Answers what that was. */
export async function deleteSharesOf(sql: Sql, teamId: string): Promise<EndedShare[]> {
  const { rows } = await sql.query(endStatement({ teamId }));
  return rows;
}

const endInStatement = statement<{ ownerTeamId: string; groupKey: string }, EndedShare>`
WITH ended AS (DELETE FROM shared_scope s WHERE s.owner_team_id = ${'ownerTeamId'}::uuid
  AND (s.arm_id_key = ${'groupKey'} OR starts_with(s.arm_id_key, ${'groupKey'}::text || '/')) RETURNING *)
${ended}`;

/** Ends what a team shared of a group that it held. Answers what that was. */
export async function deleteSharesIn(
  sql: Sql,
  ownerTeamId: string,
  groupKey: string,
): Promise<EndedShare[]> {
  const { rows } = await sql.query(endInStatement({ ownerTeamId, groupKey }));
  return rows;
}

/** What the team has that names something in a scope: resources that stand, and operations under way. */
export interface ScopeUse {
  kind: 'resource' | 'operation';
  id: string;
  /** Of the resource, or of the operation's target. */
  name: string;
  armId: string;
}

interface AskedUses {
  teamId: string;
  armIdKey: string;
  /** The beginning of the key. */
  plainly: string;
  limit: number;
}

/** Only what has `plainly` in its text at all is taken apart, which takes far longer. */
const names = (
  json: string,
) => fragment`(strpos(lower(${raw(json)}::text COLLATE "C"), ${'plainly'}::text) > 0 AND EXISTS (
  SELECT FROM jsonb_path_query(${raw(json)}, 'strict $.** ? (@.type() == "string")') AS text(value)
  WHERE lower(text.value #>> '{}') = ${'armIdKey'}::text OR starts_with(lower(text.value #>> '{}'), ${'armIdKey'}::text || '/')))`;

const usesStatement = statement<AskedUses, ScopeUse>`
SELECT 'operation' AS kind, o.id, o.target_name AS name, r.arm_id AS "armId"
FROM operation o JOIN resource r ON r.id = o.target_id
WHERE o.team_id = ${'teamId'}::uuid AND ${isUnfinished('o')} AND ${names('o.input')}
UNION ALL
SELECT 'resource', r.id, r.name, r.arm_id FROM resource r
WHERE r.team_id = ${'teamId'}::uuid AND r.gone_at IS NULL
  AND (${names('r.desired')} OR ${names(`coalesce(r.observed, '{}')`)})
LIMIT ${'limit'}::integer`;

/** At most `limit` uses of the scope by the team. Reads every resource of the team: for what an administrator does by hand. */
export async function readUses(
  sql: Sql,
  teamId: string,
  armIdKey: string,
  limit: number,
): Promise<ScopeUse[]> {
  const [plainly = ''] = /^[-\w/.()]*/.exec(armIdKey) ?? [];
  const { rows } = await sql.query(usesStatement({ teamId, armIdKey, plainly, limit }));
  return rows;
}
