const text = `
WITH RECURSIVE moved AS (
  UPDATE operation SET
    status = $4::"OperationStatus",
    completed_at = CASE WHEN $5::boolean THEN now() END,
    started_at = CASE WHEN $6::boolean THEN coalesce(started_at, now()) ELSE started_at END,
    current_step = $7::integer,
    error = $8::jsonb,
    cancel_requested_at =
      CASE WHEN $9::boolean THEN coalesce(cancel_requested_at, now()) ELSE cancel_requested_at END,
    fence = fence + CASE WHEN $10::text = 'take' THEN 1 ELSE 0 END,
    lease_owner = CASE WHEN $10::text IN ('keep', 'renew') THEN lease_owner END,
    lease_until = CASE $10::text
      WHEN 'keep' THEN lease_until
      WHEN 'renew' THEN now() + $11::float8 * interval '1 millisecond' END,
    due_at = CASE WHEN $12::boolean THEN now() + $13::float8 * interval '1 millisecond' ELSE due_at END,
    dequeues = CASE WHEN $14::boolean THEN 0 ELSE dequeues END,
    input = CASE WHEN $30::jsonb IS NULL THEN input
      WHEN $30::jsonb ? 'kept' THEN input || jsonb_build_object('takenBack', $30::jsonb->'kept')
      ELSE (input - 'takenBack') || '{"askedAgain": true}' END,
    version = version + 1
  WHERE id = $1::uuid AND fence = $2::integer AND version = $3::integer
  RETURNING id, target_id, target_name, team_id, version
),
stepped AS (
  INSERT INTO operation_step AS s
    (operation_id, position, name, status, attempt, message, raw_state, started_at, completed_at, error, memory)
  SELECT moved.id, step.position, step.name, step.status::"StepStatus", step.attempt, step.message,
    step."rawState", step."startedAt", step."completedAt", step.error, step.memory
  FROM moved, jsonb_to_recordset($15::jsonb) AS step(position integer, name text, status text, attempt integer,
    message text, "rawState" text, "startedAt" timestamptz, "completedAt" timestamptz, error jsonb, memory jsonb)
  ON CONFLICT (operation_id, position) DO UPDATE SET
    status = excluded.status, attempt = excluded.attempt, message = excluded.message,
    raw_state = excluded.raw_state, started_at = excluded.started_at, completed_at = excluded.completed_at,
    error = excluded.error, memory = excluded.memory
),
concerned AS (
  SELECT target_id AS id FROM moved WHERE $16::boolean OR $30::jsonb IS NOT NULL
  UNION ALL
  SELECT child.id FROM concerned JOIN resource child ON child.parent_id = concerned.id
  WHERE $21::boolean AND child.gone_at IS NULL
),
touched AS (
  UPDATE resource r SET
    provisioning_state = CASE WHEN r.id = moved.target_id
      THEN coalesce($17::"ProvisioningState", r.provisioning_state) ELSE r.provisioning_state END,
    raw_provisioning_state = CASE WHEN r.id = moved.target_id
      THEN coalesce($18::text, r.raw_provisioning_state) ELSE r.raw_provisioning_state END,
    provisioning_errors = CASE WHEN r.id = moved.target_id
      THEN coalesce($19::jsonb, r.provisioning_errors) ELSE r.provisioning_errors END,
    observed = CASE WHEN r.id = moved.target_id THEN coalesce($20::jsonb, r.observed) ELSE r.observed END,
    observed_at = CASE WHEN r.id = moved.target_id AND $20::jsonb IS NOT NULL THEN now() ELSE r.observed_at END,
    gone_at = CASE WHEN $21::boolean THEN coalesce(r.gone_at, now()) ELSE r.gone_at END,
    desired = CASE WHEN $30::jsonb ? 'desired' AND r.id = moved.target_id
      THEN r.desired || ($30::jsonb->'desired') ELSE r.desired END,
    version = r.version + CASE WHEN $30::jsonb IS NOT NULL AND r.id = moved.target_id THEN 1 ELSE 0 END
  FROM moved, concerned
  WHERE r.id = concerned.id
  RETURNING r.id, r.team_id, r.kind, r.name
),
untagged AS (
  DELETE FROM cost_tag USING moved WHERE $30::jsonb ? 'costTags' AND cost_tag.resource_id = moved.target_id
    AND NOT EXISTS (SELECT FROM jsonb_array_elements($30::jsonb->'costTags') AS tag WHERE tag->>'key' = cost_tag.key)
),
tagged AS (
  INSERT INTO cost_tag (resource_id, key, value, source)
  SELECT moved.target_id, tag->>'key', tag->>'value', (tag->>'source')::"CostTagSource"
  FROM moved, jsonb_array_elements($30::jsonb->'costTags') AS tag WHERE $30::jsonb ? 'costTags'
  ON CONFLICT (resource_id, key) DO UPDATE SET value = excluded.value, source = excluded.source
),
unwatched AS (
  DELETE FROM watch USING moved WHERE watch.operation_id = moved.id AND $22::text = 'none'
),
watched AS (
  INSERT INTO watch (operation_id, group_key, subscription_id, arm_id, until, handle, look_at)
  SELECT id, $23::text, $24::text, $25::text, $26::text, $27::jsonb,
    now() + $28::float8 * interval '1 millisecond'
  FROM moved WHERE $22::text = 'set'
  ON CONFLICT (operation_id) DO UPDATE SET
    group_key = excluded.group_key, subscription_id = excluded.subscription_id, arm_id = excluded.arm_id,
    until = excluded.until, handle = excluded.handle, look_at = excluded.look_at, looks = 0, created_at = DEFAULT
  WHERE (watch.arm_id, watch.until, watch.handle) IS DISTINCT FROM
    (excluded.arm_id, excluded.until, excluded.handle)
),
audited AS (
  SELECT append_audit_event(event || jsonb_build_object('teamId', moved.team_id, 'targetId', moved.target_id,
    'targetKind', resource.kind, 'targetName', moved.target_name, 'operationId', moved.id))
  FROM moved JOIN resource ON resource.id = moved.target_id, jsonb_array_elements($29::jsonb) AS event
),
vanished AS (
  SELECT append_audit_event(($29::jsonb -> -1) - 'before' - 'after' || jsonb_build_object(
    'action', lower(touched.kind) || '.vanished', 'teamId', touched.team_id, 'targetId', touched.id,
    'targetKind', touched.kind, 'targetName', touched.name, 'operationId', moved.id))
  FROM moved JOIN touched ON touched.id <> moved.target_id
),
told AS (
  INSERT INTO outbox_event (topic, operation_id, resource_id, team_id)
  SELECT topic, id, target_id, team_id FROM moved,
    unnest(CASE WHEN $13::float8 = 0 THEN ARRAY['operation.changed', 'operation.due'] ELSE ARRAY['operation.changed'] END)
    AS topic
  UNION ALL
  SELECT 'resource.changed', NULL, id, team_id FROM touched
)
SELECT version, (SELECT count(*) FROM audited) AS audited, (SELECT count(*) FROM vanished) AS vanished FROM moved`;

/**
 * Writes one OperationChange; no row where fence or version moved. Parameters as in transition.ts. A wish replaces only
 * the fields that it names: what became of the others meanwhile stays. A wait for the same thing goes on as it was: its
 * pace follows from its age.
 */
export const transitionStatement = { name: 'operation-transition', text };
