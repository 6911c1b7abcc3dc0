import type { Sql } from '#libs/database';
import { isUuid } from '#libs/kernel';

/** A group counts as held once Azure has shown it to be ours: a row whose creation is under way proves nothing. */
const heldGroup = `g.kind = 'RESOURCE_GROUP' AND g.gone_at IS NULL AND g.managed
  AND (g.provisioning_state = 'SUCCEEDED' OR g.observed IS NOT NULL)`;

/** SQL for the id of the group that `id`, an ARM id in lower case, lies in: its first five segments. */
const groupOf = (id: string): string => `array_to_string((string_to_array(${id}, '/'))[1:5], '/')`;

/** SQL for the one row of a held group, `g`, that `id` lies in, or that it is; of nulls where nobody holds it. */
const holderOf = (id: string): string =>
  `LEFT JOIN resource g ON g.arm_id_key = ${groupOf(id)} AND ${heldGroup}`;

/**
 * SQL for whether the share `s` opens what lies in `g`: it was given by the right of the team that holds that, since it
 * has held it. What the platform shared opens only what no team holds.
 */
const opens = `s.owner_team_id IS NOT DISTINCT FROM g.team_id AND coalesce(g.created_at <= s.created_at, true)`;

/** SQL for the id and all that it lies in, from its subscription on: an array, so that each is looked up by the index of shares. */
const scopesAbove = (id: string): string => `ARRAY(
  SELECT array_to_string((string_to_array(${id}, '/'))[1:last], '/')
  FROM generate_series(3, cardinality(string_to_array(${id}, '/'))) AS last)`;

/** The team's subscriptions are read once, and only where one is asked for: sought by itself each would read all that there is. */
const unsharedText = `
SELECT asked.id FROM unnest($2::text[]) AS asked(id) ${holderOf('asked.id')}
WHERE g.team_id IS DISTINCT FROM $1::uuid
  AND NOT (asked.id ~ '^/subscriptions/[^/]+$' AND split_part(asked.id, '/', 3) IN (
    SELECT lower(g.subscription_id) FROM resource g WHERE g.team_id = $1::uuid AND ${heldGroup}))
  AND NOT EXISTS (SELECT FROM shared_scope s
    WHERE s.team_id = $1::uuid AND s.arm_id_key = ANY (${scopesAbove('asked.id')})
      AND (s.includes_children OR s.arm_id_key = asked.id) AND ${opens})`;

/**
 * Those of `armIdKeys` (ARM ids in lower case, without trailing slashes) that the team may not name: neither in a
 * resource group that it holds, nor in a scope that is shared with it. A subscription is the team's own where a group
 * of its stands there.
 */
export async function findUnshared(
  sql: Sql,
  teamId: string,
  armIdKeys: readonly string[],
): Promise<Set<string>> {
  if (armIdKeys.length === 0) return new Set();
  const { rows } = await sql.query<{ id: string }>({
    name: 'scopes-unshared',
    text: unsharedText,
    values: [teamId, armIdKeys],
  });
  return new Set(rows.map(({ id }) => id));
}

/**
 * Whether one of the teams may name the subscription, as findUnshared has it: a group of its stands there, or it is
 * shared with it. `all`: any team there is.
 */
export async function isSubscriptionOpenTo(
  sql: Sql,
  teams: 'all' | readonly string[],
  subscriptionId: string,
): Promise<boolean> {
  const { rows } = await sql.query<{ isOpen: boolean }>({
    name: 'scopes-subscription',
    text: `SELECT EXISTS (SELECT FROM resource g WHERE lower(g.subscription_id) = $2
        AND ($1::uuid[] IS NULL OR g.team_id = ANY ($1::uuid[])) AND ${heldGroup})
      OR EXISTS (SELECT FROM shared_scope s WHERE s.arm_id_key = '/subscriptions/' || $2 AND s.owner_team_id IS NULL
        AND ($1::uuid[] IS NULL OR s.team_id = ANY ($1::uuid[]))) AS "isOpen"`,
    values: [teams === 'all' ? null : teams, subscriptionId.toLowerCase()],
  });
  return rows[0]?.isOpen === true;
}

/** The team that holds the group in which the scope lies, or that is it; null where none does. */
export async function readOwner(sql: Sql, armIdKey: string): Promise<string | null> {
  const { rows } = await sql.query<{ teamId: string | null }>(
    `SELECT g.team_id AS "teamId" FROM (SELECT $1::text) AS asked(id) ${holderOf('asked.id')}`,
    [armIdKey],
  );
  return rows[0]?.teamId ?? null;
}

/** The team's row, held until the transaction ends, which keeps nobody from making things in the team; undefined where there is none. */
export async function lockTeam(
  sql: Sql,
  teamId: string,
): Promise<{ id: string; name: string; allowedLocations: string[] } | undefined> {
  if (!isUuid(teamId)) return undefined;
  const { rows } = await sql.query<{ id: string; name: string; allowedLocations: string[] }>(
    'SELECT id, name, allowed_locations AS "allowedLocations" FROM team WHERE id = $1::uuid FOR NO KEY UPDATE',
    [teamId],
  );
  return rows[0];
}

export interface NewShare {
  teamId: string;
  armId: string;
  armIdKey: string;
  includesChildren: boolean;
  ownerTeamId: string | null;
  sharedById: string;
}

/** Shares it, or changes how it is shared. */
export async function writeShare(sql: Sql, share: NewShare): Promise<void> {
  await sql.query(
    `INSERT INTO shared_scope (team_id, arm_id, arm_id_key, includes_children, owner_team_id, shared_by_id)
      VALUES ($1::uuid, $2, $3, $4, $5::uuid, $6::uuid)
      ON CONFLICT (team_id, arm_id_key) DO UPDATE SET arm_id = excluded.arm_id,
        includes_children = excluded.includes_children, owner_team_id = excluded.owner_team_id,
        shared_by_id = excluded.shared_by_id, created_at = now()`,
    [
      share.teamId,
      share.armId,
      share.armIdKey,
      share.includesChildren,
      share.ownerTeamId,
      share.sharedById,
    ],
  );
}

export interface Share {
  armId: string;
  includesChildren: boolean;
}

/** Ends the share. Answers what it was; undefined where there was none. */
export async function deleteShare(
  sql: Sql,
  teamId: string,
  armIdKey: string,
): Promise<Share | undefined> {
  const { rows } = await sql.query<Share>(
    `DELETE FROM shared_scope WHERE team_id = $1::uuid AND arm_id_key = $2
      RETURNING arm_id AS "armId", includes_children AS "includesChildren"`,
    [teamId, armIdKey],
  );
  return rows[0];
}

/** What the team has that names something in a scope: resources that stand, and operations under way. */
export interface ScopeUse {
  kind: 'resource' | 'operation';
  id: string;
  /** Of the resource, or of the operation's target. */
  name: string;
  armId: string;
}

/** Only what has `$4`, the beginning of the key, in its text at all is taken apart, which takes far longer. */
const names = (
  json: string,
): string => `(strpos(lower(${json}::text COLLATE "C"), $4::text) > 0 AND EXISTS (
  SELECT FROM jsonb_path_query(${json}, 'strict $.** ? (@.type() == "string")') AS text(value)
  WHERE lower(text.value #>> '{}') = $2::text OR starts_with(lower(text.value #>> '{}'), $2::text || '/')))`;

const usesText = `
SELECT 'operation' AS kind, o.id, o.target_name AS name, r.arm_id AS "armId"
FROM operation o JOIN resource r ON r.id = o.target_id
WHERE o.team_id = $1::uuid AND o.status NOT IN ('SUCCEEDED', 'FAILED', 'CANCELED') AND ${names('o.input')}
UNION ALL
SELECT 'resource', r.id, r.name, r.arm_id FROM resource r
WHERE r.team_id = $1::uuid AND r.gone_at IS NULL
  AND (${names('r.desired')} OR ${names(`coalesce(r.observed, '{}')`)})
LIMIT $3::integer`;

/** At most `limit` uses of the scope by the team. Reads every resource of the team: for what an administrator does by hand. */
export async function readUses(
  sql: Sql,
  teamId: string,
  armIdKey: string,
  limit: number,
): Promise<ScopeUse[]> {
  const [plainly] = /^[-\w/.()]*/.exec(armIdKey) ?? [];
  const { rows } = await sql.query<ScopeUse>(usesText, [teamId, armIdKey, limit, plainly]);
  return rows;
}

/** What a team may name and where it may work, beyond what is its own. */
export interface TeamScopes {
  teamId: string;
  /** Empty: all. */
  allowedLocations: string[];
  shares: (Share & {
    createdAt: string;
    sharedBy: { id: string; kind: 'USER' | 'BOT' | 'SYSTEM'; displayName: string };
  })[];
}

/** The scopes of many teams in one statement: shares that open something, each team's oldest first. */
export async function readTeamScopes(sql: Sql, teamIds: readonly string[]): Promise<TeamScopes[]> {
  const { rows } = await sql.query<TeamScopes>({
    name: 'scopes-of-teams',
    text: `SELECT t.id AS "teamId", t.allowed_locations AS "allowedLocations",
      coalesce((SELECT jsonb_agg(jsonb_build_object('armId', s.arm_id, 'includesChildren', s.includes_children,
        'createdAt', s.created_at, 'sharedBy', jsonb_build_object('id', p.id, 'kind', p.kind, 'displayName', p.display_name))
        ORDER BY s.id) FROM shared_scope s JOIN principal p ON p.id = s.shared_by_id ${holderOf('s.arm_id_key')}
        WHERE s.team_id = t.id AND ${opens}), '[]') AS shares
      FROM team t WHERE t.id = ANY ($1::uuid[])`,
    values: [teamIds],
  });
  return rows;
}

/** The regions in which the team may make things, as ARM names them; empty: all. */
export async function readAllowedLocations(sql: Sql, teamId: string): Promise<string[]> {
  const { rows } = await sql.query<{ allowed: string[] }>({
    name: 'scopes-locations',
    text: 'SELECT allowed_locations AS allowed FROM team WHERE id = $1::uuid',
    values: [teamId],
  });
  return rows[0]?.allowed ?? [];
}

export async function writeAllowedLocations(
  sql: Sql,
  teamId: string,
  locations: readonly string[],
): Promise<void> {
  await sql.query('UPDATE team SET allowed_locations = $2::text[] WHERE id = $1::uuid', [
    teamId,
    locations,
  ]);
}
