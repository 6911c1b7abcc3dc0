import { auditParameter, type NewAuditEvent } from '#libs/audit';
import type { Sql } from '#libs/database';
import type { CostTag } from '#libs/resources';
import type { Request } from '#libs/operations';

const text = `
WITH claimed AS (
  UPDATE resource SET managed = true, team_id = $3::uuid, version = version + 1
  WHERE id = $1::uuid AND version = $2::integer AND NOT managed AND gone_at IS NULL
  RETURNING id, version
), untagged AS (
  DELETE FROM cost_tag USING claimed WHERE cost_tag.resource_id = claimed.id AND cost_tag.key <> ALL ($4::text[])
), tagged AS (
  INSERT INTO cost_tag (resource_id, key, value, source)
  SELECT claimed.id, tag.key, tag.value, tag.source::"CostTagSource"
  FROM claimed, unnest($4::text[], $5::text[], $6::text[]) AS tag (key, value, source)
  ON CONFLICT (resource_id, key) DO UPDATE SET value = excluded.value, source = excluded.source
), told AS (
  INSERT INTO outbox_event (topic, resource_id, team_id)
  SELECT 'resource.changed', claimed.id, $3::uuid FROM claimed
)
SELECT claimed.version, append_audit_event($7::jsonb) FROM claimed`;

export interface Claim {
  id: string;
  /** The version it was decided on. */
  version: number;
  teamId: string;
  costTags: readonly CostTag[];
  audit: NewAuditEvent;
}

/** Makes the compute the team's own. Answers its new version; undefined where it moved since it was read. */
export async function writeClaim(
  sql: Sql,
  { id, version, teamId, costTags, audit }: Claim,
): Promise<number | undefined> {
  const { rows } = await sql.query<{ version: number }>({
    name: 'claim-compute',
    text,
    values: [
      id,
      version,
      teamId,
      costTags.map(({ key }) => key),
      costTags.map(({ value }) => value),
      costTags.map(({ source }) => source),
      auditParameter(audit),
    ],
  });
  return rows[0]?.version;
}

/** Keeps the answer under the client's idempotency key. */
export async function rememberClaim(
  sql: Sql,
  principalId: string,
  { key, mutation, inputHash }: Request,
  result: object,
): Promise<void> {
  if (key === null) return;
  await sql.query(
    `INSERT INTO idempotency_record (principal_id, key, mutation, input_hash, result)
      VALUES ($1::uuid, $2::uuid, $3, $4, $5::jsonb)`,
    [principalId, key, mutation, inputHash, JSON.stringify(result)],
  );
}
