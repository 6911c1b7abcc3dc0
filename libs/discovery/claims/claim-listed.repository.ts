import { fragment, isUnfinished, prepared, type Sql } from '#libs/database';
import { changeResources } from '#libs/outbox';
import { provisioningStateOf } from '#libs/resources';

/** What was listed in a subscription, and who has what around it. */
export interface ListedToClaim {
  name: string;
  armId: string;
  location: string;
  rawState: string;
  observed: object;
  /** The group that holds a workspace, where a team has it. */
  group: { id: string; teamId: string; stands: boolean } | null;
  /** A workspace in the group that another team has. */
  foreign: string | null;
}

interface Asked {
  armIdKey: string;
  kind: 'RESOURCE_GROUP' | 'WORKSPACE';
  teamId: string;
  /** The operations that take something away. */
  deletions: readonly string[];
}

const listedStatement = prepared<Asked, ListedToClaim>`
SELECT f.name, f.arm_id AS "armId", f.location, f.raw_state AS "rawState", f.observed,
  (SELECT jsonb_build_object('id', g.id, 'teamId', g.team_id,
    'stands', g.provisioning_state = 'SUCCEEDED' AND NOT EXISTS (SELECT FROM operation o WHERE o.target_id = g.id
      AND o.kind = ANY (${'deletions'}::text[]) AND ${isUnfinished('o')})) FROM resource g
    WHERE g.arm_id_key = f.group_key AND g.gone_at IS NULL AND f.kind = 'WORKSPACE') AS "group",
  (SELECT w.name FROM resource w JOIN listed_resource l ON l.arm_id_key = w.arm_id_key
    WHERE l.group_key = f.arm_id_key AND w.kind = 'WORKSPACE' AND w.gone_at IS NULL
      AND w.team_id <> ${'teamId'}::uuid LIMIT 1) AS "foreign"
FROM listed_resource f
WHERE f.arm_id_key = ${'armIdKey'} AND f.kind = ${'kind'}
  AND NOT EXISTS (SELECT FROM resource r WHERE r.arm_id_key = f.arm_id_key AND r.gone_at IS NULL)`;

/** What was listed under an ARM id and no team has; undefined: nothing. */
export async function readListed(sql: Sql, asked: Asked): Promise<ListedToClaim | undefined> {
  const { rows } = await sql.query(listedStatement(asked));
  return rows[0];
}

interface Shown {
  id: string;
  state: string;
}

const shownStatement = prepared<Shown>`
WITH ${changeResources({
  as: 'shown',
  set: fragment`provisioning_state = ${'state'}::"ProvisioningState", raw_provisioning_state = f.raw_state,
    observed = f.observed, observed_at = f.listed_at`,
  raisesVersion: false,
  which: fragment`FROM listed_resource f WHERE r.id = ${'id'}::uuid AND f.arm_id_key = r.arm_id_key`,
  audit: 'none',
})}
SELECT FROM shown`;

/** The row says what was listed: what is claimed stands already. */
export async function showAsListed(sql: Sql, id: string, { rawState }: ListedToClaim) {
  await sql.query(shownStatement({ id, state: provisioningStateOf(rawState) }));
}
