import { withoutSecrets, type NewAuditEvent } from '#libs/audit';
import { fragment, isUnfinished, prepared, statement, type Sql } from '#libs/database';
import { addCostTags, changeResources, dropOtherCostTags } from '#libs/outbox';
import type { CostTag, ResourceKind } from '#libs/resources';

/** Something that is to move, or stands in it. */
export interface StandingRow {
  id: string;
  kind: ResourceKind;
  name: string;
  armId: string;
  location: string;
  subscriptionId: string;
  teamId: string;
  managed: boolean;
  provisioningState: string;
  /** Null before the first look. */
  observed: object | null;
  costTags: CostTag[];
  /** Unfinished on it. */
  unfinishedId: string | null;
}

/** So many things move at once: what they are begins an operation each, in one transaction. */
export const mostMoved = 500;

const holdStatement = statement<{ id: string }, StandingRow>`
WITH RECURSIVE inside AS (
  SELECT id FROM resource WHERE id = ${'id'}::uuid
  UNION ALL SELECT r.id FROM inside JOIN resource r ON r.parent_id = inside.id WHERE r.gone_at IS NULL
)
SELECT r.id, r.kind, r.name, r.arm_id AS "armId", r.location, r.subscription_id AS "subscriptionId", r.team_id AS "teamId",
  r.managed, r.provisioning_state AS "provisioningState", r.observed,
  coalesce((SELECT jsonb_agg(jsonb_build_object('key', c.key, 'value', c.value, 'source', c.source) ORDER BY c.key)
    FROM cost_tag c WHERE c.resource_id = r.id), '[]') AS "costTags",
  (SELECT o.id FROM operation o WHERE o.target_id = r.id AND ${isUnfinished('o')}) AS "unfinishedId"
FROM inside JOIN resource r ON r.id = inside.id ORDER BY r.id LIMIT ${mostMoved + 1} FOR UPDATE OF r`;

/**
 * The resource and all that stands in it, held until the transaction ends: nothing is made there and no operation begins. No
 * more than one beyond `mostMoved`. Read until nothing new is found: what came while a row was waited for is seen by the next look alone.
 */
export async function holdInside(sql: Sql, id: string, seen = 0): Promise<StandingRow[]> {
  const { rows } = await sql.query(holdStatement({ id }));
  return rows.length === seen ? rows : holdInside(sql, id, rows.length);
}

const holderStatement = statement<{ id: string }, { teamId: string }>`
SELECT h.team_id AS "teamId" FROM resource r JOIN resource h ON h.id = r.parent_id WHERE r.id = ${'id'}::uuid`;

/** The team of what holds the resource; undefined where nothing does. */
export async function readHolderTeam(sql: Sql, id: string): Promise<string | undefined> {
  const { rows } = await sql.query(holderStatement({ id }));
  return rows[0]?.teamId;
}

/** What a resource has from now on, and the audit row that says so. */
export interface Moved {
  id: string;
  costTags: readonly CostTag[];
  audit: NewAuditEvent;
}

const costTags = fragment`SELECT id, "costTags" FROM moving`;

/** Operations that are over go along: who may take one up again has to be of the team that has its target. */
const moveStatement = prepared<{ teamId: string; moving: string }, { id: string; version: number }>`
WITH moving AS (
  SELECT * FROM jsonb_to_recordset(${'moving'}::jsonb) AS m(id uuid, "costTags" jsonb, audit jsonb)
), ${changeResources({
  as: 'moved',
  set: fragment`team_id = ${'teamId'}::uuid`,
  raisesVersion: true,
  which: fragment`FROM moving WHERE r.id = moving.id`,
  returning: fragment`r.version`,
  audit: fragment`moving.audit`,
  beside: fragment`JOIN moving ON moving.id = moved.id`,
})}, ${dropOtherCostTags(costTags)}, ${addCostTags(costTags)},
followed AS (
  UPDATE operation o SET team_id = ${'teamId'}::uuid, version = o.version + 1 FROM moving WHERE o.target_id = moving.id
)
SELECT id, version FROM moved`;

/** Gives them to the team, with their tags and operations. Answers their new versions. */
export async function writeMove(
  sql: Sql,
  teamId: string,
  moved: readonly Moved[],
): Promise<ReadonlyMap<string, number>> {
  const moving = moved.map(({ audit, ...one }) => ({ ...one, audit: withoutSecrets(audit) }));
  const { rows } = await sql.query(moveStatement({ teamId, moving: JSON.stringify(moving) }));
  return new Map(rows.map(({ id, version }) => [id, version]));
}
