import { appending, happenedTo } from '#libs/audit';
import { fragment, prepared } from '#libs/database';
import { addCostTags, changeResources, dropOtherCostTags } from '#libs/outbox';
import { happenedToOperation } from './happened-to-operation.repository.js';
import type { transitionValues } from './transition-values.js';

const wish = fragment`${'wish'}::jsonb`;
const isTarget = fragment`r.id = moved.target_id`;
const costTags = fragment`SELECT target_id, ${wish}->'costTags' FROM moved WHERE ${wish} ? 'costTags'`;

/** The audit event of what went with the target: the actor and the request are those of the target's last event. */
const vanished = fragment`${happenedTo(fragment`(${'audit'}::jsonb -> -1) - 'before' - 'after'`, 'touched', 'vanished')}
  || jsonb_build_object('operationId', moved.id)`;

/**
 * Writes one OperationChange; no row where fence or version moved. A wish replaces only the fields that it names: what
 * became of the others meanwhile stays. A wait for the same thing goes on as it was: its pace follows from its age.
 */
export const transitionStatement = prepared<
  ReturnType<typeof transitionValues>,
  { version: number }
>`
WITH RECURSIVE moved AS (
  UPDATE operation SET
    status = ${'status'}::"OperationStatus",
    completed_at = CASE WHEN ${'isTerminal'}::boolean THEN now() END,
    started_at = CASE WHEN ${'starts'}::boolean THEN coalesce(started_at, now()) ELSE started_at END,
    current_step = ${'currentStep'}::integer,
    error = ${'error'}::jsonb,
    cancel_requested_at =
      CASE WHEN ${'cancelRequested'}::boolean THEN coalesce(cancel_requested_at, now()) ELSE cancel_requested_at END,
    fence = fence + CASE WHEN ${'lease'}::text = 'take' THEN 1 ELSE 0 END,
    lease_owner = CASE WHEN ${'lease'}::text IN ('keep', 'renew') THEN lease_owner END,
    lease_until = CASE ${'lease'}::text
      WHEN 'keep' THEN lease_until
      WHEN 'renew' THEN now() + ${'renewForMs'}::float8 * interval '1 millisecond' END,
    due_at = CASE WHEN ${'setsDue'}::boolean THEN now() + ${'dueAfterMs'}::float8 * interval '1 millisecond' ELSE due_at END,
    dequeues = CASE WHEN ${'progress'}::boolean THEN 0 ELSE dequeues END,
    input = CASE WHEN ${wish} IS NULL THEN input
      WHEN ${wish} ? 'kept' THEN input || jsonb_build_object('takenBack', ${wish}->'kept')
      ELSE (input - 'takenBack') || '{"askedAgain": true}' END,
    version = version + 1
  WHERE id = ${'id'}::uuid AND fence = ${'fence'}::integer AND version = ${'version'}::integer
  RETURNING id, target_id, target_name, team_id, version, old.status AS was, new.status AS is_now
),
stepped AS (
  INSERT INTO operation_step AS s
    (operation_id, position, name, status, attempt, message, raw_state, started_at, completed_at, error, memory)
  SELECT moved.id, step.position, step.name, step.status::"StepStatus", step.attempt, step.message,
    step."rawState", step."startedAt", step."completedAt", step.error, step.memory
  FROM moved, jsonb_to_recordset(${'steps'}::jsonb) AS step(position integer, name text, status text, attempt integer,
    message text, "rawState" text, "startedAt" timestamptz, "completedAt" timestamptz, error jsonb, memory jsonb)
  ON CONFLICT (operation_id, position) DO UPDATE SET
    status = excluded.status, attempt = excluded.attempt, message = excluded.message,
    raw_state = excluded.raw_state, started_at = excluded.started_at, completed_at = excluded.completed_at,
    error = excluded.error, memory = excluded.memory
  RETURNING s.position, s.name, s.message, s.error, old.status AS was, new.status AS is_now
),
${happenedToOperation},
audited AS (
  SELECT ${appending(fragment`event || jsonb_build_object('teamId', moved.team_id, 'targetId', moved.target_id,
    'targetKind', resource.kind, 'targetName', moved.target_name, 'operationId', moved.id)`)}
  FROM moved JOIN resource ON resource.id = moved.target_id, jsonb_array_elements(${'audit'}::jsonb) AS event
),
concerned AS (
  SELECT target_id AS id FROM moved WHERE ${'hasFacts'}::boolean OR ${wish} IS NOT NULL
  UNION ALL
  SELECT child.id FROM concerned JOIN resource child ON child.parent_id = concerned.id
  WHERE ${'isGone'}::boolean AND child.gone_at IS NULL
),
${changeResources({
  as: 'touched',
  set: fragment`
    provisioning_state = CASE WHEN ${isTarget}
      THEN coalesce(${'provisioningState'}::"ProvisioningState", r.provisioning_state) ELSE r.provisioning_state END,
    raw_provisioning_state = CASE WHEN ${isTarget}
      THEN coalesce(${'rawProvisioningState'}::text, r.raw_provisioning_state) ELSE r.raw_provisioning_state END,
    provisioning_errors = CASE WHEN ${isTarget}
      THEN coalesce(${'provisioningErrors'}::jsonb, r.provisioning_errors) ELSE r.provisioning_errors END,
    observed = CASE WHEN ${isTarget} THEN coalesce(${'observed'}::jsonb, r.observed) ELSE r.observed END,
    observed_at = CASE WHEN ${isTarget} AND ${'observed'}::jsonb IS NOT NULL THEN now() ELSE r.observed_at END,
    gone_at = CASE WHEN ${'isGone'}::boolean THEN coalesce(r.gone_at, now()) ELSE r.gone_at END,
    desired = CASE WHEN ${wish} ? 'desired' AND ${isTarget} THEN r.desired || (${wish}->'desired') ELSE r.desired END`,
  raisesVersion: fragment`${wish} IS NOT NULL AND ${isTarget}`,
  which: fragment`FROM moved, concerned WHERE r.id = concerned.id`,
  beside: fragment`CROSS JOIN moved`,
  audit: fragment`CASE WHEN touched.id <> moved.target_id THEN ${vanished} END`,
  alsoTold: fragment`
  SELECT topic, moved.id, target_id, moved.team_id, CASE WHEN topic = 'operation.changed' THEN happening.told END FROM moved, happening, (SELECT count(*) FROM audited) AS all_are_read,
    unnest(CASE WHEN ${'dueAfterMs'}::float8 = 0 THEN ARRAY['operation.changed', 'operation.due'] ELSE ARRAY['operation.changed'] END)
    AS topic`,
})},
${dropOtherCostTags(costTags)},
${addCostTags(costTags)},
unwatched AS (
  DELETE FROM watch USING moved WHERE watch.operation_id = moved.id AND ${'watch'}::text = 'none'
),
watched AS (
  INSERT INTO watch (operation_id, group_key, subscription_id, arm_id, until, handle, look_at)
  SELECT id, ${'groupKey'}::text, ${'subscriptionId'}::text, ${'armId'}::text, ${'until'}::text, ${'handle'}::jsonb,
    now() + ${'lookAfterMs'}::float8 * interval '1 millisecond'
  FROM moved WHERE ${'watch'}::text = 'set'
  ON CONFLICT (operation_id) DO UPDATE SET
    group_key = excluded.group_key, subscription_id = excluded.subscription_id, arm_id = excluded.arm_id,
    until = excluded.until, handle = excluded.handle, look_at = excluded.look_at, looks = 0, created_at = DEFAULT
  WHERE (watch.arm_id, watch.until, watch.handle) IS DISTINCT FROM
    (excluded.arm_id, excluded.until, excluded.handle)
)
SELECT version FROM moved`;
