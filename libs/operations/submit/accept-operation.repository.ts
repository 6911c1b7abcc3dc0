import type { Sql } from '#libs/database';

/**
 * A mutation becomes durable in one statement: resource, cost tags, operation, steps, audit row, outbox rows and the
 * idempotency record, or none of them. The unique indexes decide who was first.
 */
const rest = `
operated AS (
  INSERT INTO operation (id, kind, status, target_id, target_name, team_id, requested_by_id, idempotency_key,
    input, channel, request_id, due_at)
  SELECT $1::uuid, $2::text, 'QUEUED'::"OperationStatus", target.id, $4::text, $5::uuid, $6::uuid, $7::uuid, $8::jsonb, $9::text, $10::text, now()
  FROM target
  RETURNING id
),
stepped AS (
  INSERT INTO operation_step (operation_id, position, name)
  SELECT operated.id, step.position - 1, step.name
  FROM operated, unnest($11::text[]) WITH ORDINALITY AS step (name, position)
),
tagged AS (
  INSERT INTO cost_tag (resource_id, key, value, source)
  SELECT target.id, tag.key, tag.value, tag.source::"CostTagSource"
  FROM target, unnest($12::text[], $13::text[], $14::text[]) AS tag (key, value, source)
  ON CONFLICT (resource_id, key) DO UPDATE SET value = excluded.value, source = excluded.source
),
remembered AS (
  INSERT INTO idempotency_record (principal_id, key, mutation, input_hash, result)
  SELECT $6::uuid, $7::uuid, $15::text, $16::text, $17::jsonb FROM operated WHERE $7::uuid IS NOT NULL
),
told AS (
  INSERT INTO outbox_event (topic, operation_id, resource_id, team_id)
  SELECT topic, CASE WHEN topic <> 'resource.changed' THEN operated.id END, $3::uuid, $5::uuid
  FROM operated, unnest(ARRAY['operation.due', 'operation.changed', 'resource.changed']) AS topic
)
SELECT operated.id, append_audit_event($18::jsonb) FROM operated`;

/**
 * What holds the new resource is locked and must not have moved since the statement began: a deletion raises its
 * version, so that of a deletion and a creation at once the second is refused.
 */
const creation = `
WITH seen AS MATERIALIZED (
  SELECT id, version FROM resource
  WHERE id = $19::uuid OR id = (SELECT parent_id FROM resource WHERE id = $19::uuid)
),
holders AS (
  SELECT r.id FROM resource r JOIN seen ON seen.id = r.id
  WHERE r.version = seen.version AND r.gone_at IS NULL
    AND (r.id <> $19::uuid OR r.provisioning_state = 'SUCCEEDED')
    AND NOT EXISTS (SELECT FROM operation o WHERE o.target_id = r.id AND o.kind = ANY ($27::text[])
      AND o.status NOT IN ('SUCCEEDED', 'FAILED', 'CANCELED'))
  ORDER BY r.id FOR SHARE OF r
),
target AS (
  INSERT INTO resource (id, kind, team_id, parent_id, name, arm_id, arm_id_key, subscription_id, location,
    provisioning_state, raw_provisioning_state, desired, vm_size_key, created_by_id)
  SELECT $3::uuid, $20::text, $5::uuid, $19::uuid, $4::text, $21::text, $22::text, $23::text, $24::text, 'CREATING'::"ProvisioningState", 'Creating',
    $25::jsonb, $26::text, $6::uuid
  WHERE $19::uuid IS NULL OR ((SELECT count(*) FROM holders) = (SELECT count(*) FROM seen)
    AND EXISTS (SELECT FROM holders))
  RETURNING id
),${rest}`;

const change = `
WITH target AS (
  UPDATE resource SET
    version = version + 1,
    desired = coalesce($20::jsonb, desired),
    vm_size_key = coalesce(lower($20::jsonb ->> 'vmSize'), vm_size_key)
  WHERE id = $3::uuid AND version = $19::integer AND gone_at IS NULL
  RETURNING id
),
untagged AS (
  DELETE FROM cost_tag USING target
  WHERE cost_tag.resource_id = target.id AND $21::boolean AND cost_tag.key <> ALL ($12::text[])
),${rest}`;

/** True where everything was written; false where the row it was decided on had moved. Unique violations reject. */
async function accept(sql: Sql, name: string, text: string, values: unknown[]): Promise<boolean> {
  const { rows } = await sql.query({ name, text, values });
  return rows.length === 1;
}

export const acceptCreation = (sql: Sql, values: unknown[]): Promise<boolean> =>
  accept(sql, 'accept-creation', creation, values);

export const acceptChange = (sql: Sql, values: unknown[]): Promise<boolean> =>
  accept(sql, 'accept-change', change, values);
