import { fragment, prepared, raw, statement, type Fragment, type Sql } from '#libs/database';
import type { Share } from './share.repository.js';

/** A group counts as held once Azure has shown it to be ours: a row whose creation is under way proves nothing. */
const heldGroup = fragment`g.kind = 'RESOURCE_GROUP' AND g.gone_at IS NULL AND g.managed
  AND (g.provisioning_state = 'SUCCEEDED' OR g.observed IS NOT NULL)`;

/** SQL for the id of the group that `id`, an ARM id in lower case, lies in: its first five segments. */
const groupOf = (id: Fragment): Fragment =>
  fragment`array_to_string((string_to_array(${id}, '/'))[1:5], '/')`;

/** SQL for the one row of a held group, `g`, that `id` lies in, or that it is; of nulls where nobody holds it. */
const holderOf = (id: Fragment): Fragment =>
  fragment`LEFT JOIN resource g ON g.arm_id_key = ${groupOf(id)} AND ${heldGroup}`;

/**
 * SQL for whether the share `s` opens what lies in `g`: it was given by the right of the team that holds that, since it
 * has held it. What the platform shared opens only what no team holds.
 */
const opens = fragment`s.owner_team_id IS NOT DISTINCT FROM g.team_id AND coalesce(g.created_at <= s.created_at, true)`;

/** SQL for the id and all that it lies in, from its subscription on: an array, so that each is looked up by the index of shares. */
const scopesAbove = (id: Fragment): Fragment => fragment`ARRAY(
  SELECT array_to_string((string_to_array(${id}, '/'))[1:last], '/')
  FROM generate_series(3, cardinality(string_to_array(${id}, '/'))) AS last)`;

/** SQL for whether the subscription whose ARM id is `id` is kept for one of `teams`: whoever added it named that team. */
const isKeptFor = <N extends string>(id: Fragment<N>, teams: Fragment<N>): Fragment<N> =>
  fragment`EXISTS (SELECT FROM resource k WHERE k.arm_id_key = ${id} AND k.gone_at IS NULL
    AND k.kind = 'AZURE_SUBSCRIPTION' AND ${teams})`;

/** The team's subscriptions are read once, and only where one is asked for: sought by itself each would read all that there is. */
const unsharedStatement = prepared<
  { teamId: string; armIdKeys: readonly string[] },
  { id: string }
>`
SELECT asked.id FROM unnest(${'armIdKeys'}::text[]) AS asked(id) ${holderOf(raw('asked.id'))}
WHERE g.team_id IS DISTINCT FROM ${'teamId'}::uuid
  AND NOT (asked.id ~ '^/subscriptions/[^/]+$' AND split_part(asked.id, '/', 3) IN (
    SELECT lower(g.subscription_id) FROM resource g WHERE g.team_id = ${'teamId'}::uuid AND ${heldGroup}))
  AND NOT ${isKeptFor(raw('asked.id'), fragment`k.team_id = ${'teamId'}::uuid`)}
  AND NOT EXISTS (SELECT FROM shared_scope s
    WHERE s.team_id = ${'teamId'}::uuid AND s.arm_id_key = ANY (${scopesAbove(raw('asked.id'))})
      AND (s.includes_children OR s.arm_id_key = asked.id) AND ${opens})`;

/**
 * Those of `armIdKeys` (ARM ids in lower case, without trailing slashes) that the team may not name: neither in a
 * resource group that it holds, nor in a scope that is shared with it. A subscription is the team's own where a group
 * of its stands there, or where it was added for the team.
 */
export async function findUnshared(
  sql: Sql,
  teamId: string,
  armIdKeys: readonly string[],
): Promise<Set<string>> {
  if (armIdKeys.length === 0) return new Set();
  const { rows } = await sql.query(unsharedStatement({ teamId, armIdKeys }));
  return new Set(rows.map(({ id }) => id));
}

const openStatement = prepared<
  { teams: readonly string[] | null; subscriptionId: string },
  { isOpen: boolean }
>`
SELECT EXISTS (SELECT FROM resource g WHERE lower(g.subscription_id) = ${'subscriptionId'}
    AND (${'teams'}::uuid[] IS NULL OR g.team_id = ANY (${'teams'}::uuid[])) AND ${heldGroup})
  OR EXISTS (SELECT FROM shared_scope s WHERE s.arm_id_key = '/subscriptions/' || ${'subscriptionId'} AND s.owner_team_id IS NULL
    AND (${'teams'}::uuid[] IS NULL OR s.team_id = ANY (${'teams'}::uuid[])))
  OR ${isKeptFor(
    fragment`'/subscriptions/' || ${'subscriptionId'}`,
    fragment`(${'teams'}::uuid[] IS NULL OR k.team_id = ANY (${'teams'}::uuid[]))`,
  )} AS "isOpen"`;

/**
 * Whether one of the teams may name the subscription, as findUnshared has it: a group of its stands there, it is shared
 * with it, or was added for it. `all`: any team there is.
 */
export async function isSubscriptionOpenTo(
  sql: Sql,
  teams: 'all' | readonly string[],
  subscriptionId: string,
): Promise<boolean> {
  const { rows } = await sql.query(
    openStatement({
      teams: teams === 'all' ? null : teams,
      subscriptionId: subscriptionId.toLowerCase(),
    }),
  );
  return rows[0]?.isOpen === true;
}

const ownerStatement = statement<{ armIdKey: string }, { teamId: string | null }>`
SELECT g.team_id AS "teamId" FROM (SELECT ${'armIdKey'}::text) AS asked(id) ${holderOf(raw('asked.id'))}`;

/** The team that holds the group in which the scope lies, or that is it; null where none does. */
export async function readOwner(sql: Sql, armIdKey: string): Promise<string | null> {
  const { rows } = await sql.query(ownerStatement({ armIdKey }));
  return rows[0]?.teamId ?? null;
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

const scopesStatement = prepared<{ teamIds: readonly string[] }, TeamScopes>`
SELECT t.id AS "teamId", t.allowed_locations AS "allowedLocations",
  coalesce((SELECT jsonb_agg(jsonb_build_object('armId', s.arm_id, 'includesChildren', s.includes_children,
    'createdAt', s.created_at, 'sharedBy', jsonb_build_object('id', p.id, 'kind', p.kind, 'displayName', p.display_name))
    ORDER BY s.id) FROM shared_scope s JOIN principal p ON p.id = s.shared_by_id ${holderOf(raw('s.arm_id_key'))}
    WHERE s.team_id = t.id AND ${opens}), '[]') AS shares
FROM team t WHERE t.id = ANY (${'teamIds'}::uuid[])`;

/** The scopes of many teams in one statement: shares that open something, each team's oldest first. */
export async function readTeamScopes(sql: Sql, teamIds: readonly string[]): Promise<TeamScopes[]> {
  const { rows } = await sql.query(scopesStatement({ teamIds }));
  return rows;
}
