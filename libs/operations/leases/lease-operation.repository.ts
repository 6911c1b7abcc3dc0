import { fragment, prepared } from '#libs/database';
import type { Resource, CostTag } from '#libs/resources';
import type { Operation } from '../operation.js';
import type { OperationStep } from '../operation-step.js';

export interface ContextRow {
  operation: Operation & { dequeues: number };
  /** The version that the rest of the row was read beside. */
  snapshotVersion: number;
  steps: OperationStep[];
  resources: Resource[];
  costTags: CostTag[];
  databaseNow: Date;
}

const context = fragment`
  jsonb_build_object('id', c.id, 'kind', c.kind, 'status', c.status, 'targetId', c.target_id,
    'targetName', c.target_name, 'teamId', c.team_id, 'requestedById', c.requested_by_id,
    'idempotencyKey', c.idempotency_key, 'input', c.input, 'currentStep', c.current_step, 'error', c.error,
    'cancelRequestedAt', c.cancel_requested_at, 'channel', c.channel, 'requestId', c.request_id,
    'createdAt', c.created_at, 'startedAt', c.started_at, 'completedAt', c.completed_at,
    'version', c.version, 'fence', c.fence, 'dequeues', c.dequeues) AS operation,
  (SELECT jsonb_agg(jsonb_build_object('position', s.position, 'name', s.name, 'status', s.status,
      'attempt', s.attempt, 'message', s.message, 'rawState', s.raw_state, 'startedAt', s.started_at,
      'completedAt', s.completed_at, 'error', s.error, 'memory', s.memory) ORDER BY s.position)
    FROM operation_step s WHERE s.operation_id = c.id) AS steps,
  (WITH RECURSIVE up AS (
      SELECT 0 AS distance, r.* FROM resource r WHERE r.id = c.target_id
      UNION ALL SELECT up.distance + 1, r.* FROM up JOIN resource r ON r.id = up.parent_id)
    SELECT jsonb_agg(jsonb_build_object('id', id, 'kind', kind, 'teamId', team_id, 'parentId', parent_id,
      'name', name, 'armId', arm_id, 'subscriptionId', subscription_id, 'location', location, 'version', version,
      'provisioningState', provisioning_state, 'rawProvisioningState', raw_provisioning_state,
      'provisioningErrors', provisioning_errors, 'desired', desired, 'observed', observed,
      'createdById', created_by_id, 'createdAt', created_at, 'observedAt', observed_at, 'goneAt', gone_at)
      ORDER BY distance) FROM up) AS resources,
  coalesce((SELECT jsonb_agg(jsonb_build_object('key', t.key, 'value', t.value, 'source', t.source) ORDER BY t.key)
    FROM cost_tag t WHERE t.resource_id = c.target_id), '[]') AS "costTags",
  now() AS "databaseNow"`;

/** SQL: the operation is at work, and no worker holds it. */
export const leasable = fragment`status IN ('QUEUED', 'RUNNING', 'CANCELING') AND (lease_until IS NULL OR lease_until < now())`;

export const leaseStatement = prepared<
  { operationId: string; leaseName: string; leaseMs: number },
  ContextRow
>`
WITH leased AS (
  UPDATE operation SET fence = fence + 1, lease_owner = ${'leaseName'}::text,
    lease_until = now() + ${'leaseMs'}::float8 * interval '1 millisecond', dequeues = dequeues + 1, version = version + 1
  WHERE id = ${'operationId'}::uuid AND due_at <= now() AND ${leasable}
  RETURNING *
)
SELECT ${context}, o.version AS "snapshotVersion" FROM leased c JOIN operation o ON o.id = c.id`;

export const giveBackStatement = prepared<{ operationId: string; leaseName: string }>`
UPDATE operation SET lease_owner = NULL, lease_until = NULL, dequeues = greatest(dequeues - 1, 0), version = version + 1
WHERE id = ${'operationId'}::uuid AND lease_owner = ${'leaseName'}::text`;

export const contextStatement = prepared<{ operationId: string }, ContextRow>`
SELECT ${context}, c.version - 1 AS "snapshotVersion" FROM operation c WHERE c.id = ${'operationId'}::uuid`;
