import { fragment, isUnfinished, prepared, type Sql } from '#libs/database';
import { addCostTags, changeResources, dropOtherCostTags, makeResources } from '#libs/outbox';
import type { RequestContext } from '#libs/verbs';
import type { Kinds } from '../kinds.js';
import { changeValues, creationValues, type Change, type Creation } from './acceptance.js';

const costTags = fragment`SELECT id, ${'costTags'}::jsonb FROM target`;

/** Of the resource that is made or changed, the CTE `target`. */
const written = {
  as: 'target',
  audit: fragment`${'audit'}::jsonb`,
  alsoTold: fragment`SELECT topic, ${'operationId'}::uuid, id, team_id
    FROM target, unnest(ARRAY['operation.due', 'operation.changed']) AS topic`,
};

/**
 * A mutation becomes durable in one statement: resource, cost tags, operation, steps, audit row, outbox rows and the
 * idempotency record, or none of them. The unique indexes decide who was first.
 */
const operation = fragment`
operated AS (
  INSERT INTO operation (id, kind, status, target_id, target_name, team_id, requested_by_id, idempotency_key,
    input, channel, request_id, due_at)
  SELECT ${'operationId'}::uuid, ${'kind'}::text, 'QUEUED'::"OperationStatus", target.id, ${'name'}::text, ${'teamId'}::uuid,
    ${'principalId'}::uuid, ${'key'}::uuid, ${'input'}::jsonb, ${'channel'}::text, ${'requestId'}::text, now()
  FROM target
  RETURNING id
),
stepped AS (
  INSERT INTO operation_step (operation_id, position, name)
  SELECT operated.id, step.position - 1, step.name
  FROM operated, unnest(${'steps'}::text[]) WITH ORDINALITY AS step (name, position)
),
${addCostTags(costTags)},
remembered AS (
  INSERT INTO idempotency_record (principal_id, key, mutation, input_hash, result)
  SELECT ${'principalId'}::uuid, ${'key'}::uuid, ${'mutation'}::text, ${'inputHash'}::text, ${'accepted'}::jsonb
  FROM operated WHERE ${'key'}::uuid IS NOT NULL
)
SELECT id FROM operated`;

/**
 * What holds the new resource is locked and must not have moved since the statement began: a deletion raises its
 * version, so that of a deletion and a creation at once the second is refused.
 */
const creationStatement = prepared<ReturnType<typeof creationValues>>`
WITH seen AS MATERIALIZED (
  SELECT id, version FROM resource
  WHERE id = ${'parentId'}::uuid OR id = (SELECT parent_id FROM resource WHERE id = ${'parentId'}::uuid)
),
holders AS (
  SELECT r.id FROM resource r JOIN seen ON seen.id = r.id
  WHERE r.version = seen.version AND r.gone_at IS NULL
    AND (r.id <> ${'parentId'}::uuid OR r.provisioning_state = 'SUCCEEDED')
    AND NOT EXISTS (SELECT FROM operation o WHERE o.target_id = r.id AND o.kind = ANY (${'deletions'}::text[])
      AND ${isUnfinished('o')})
  ORDER BY r.id FOR SHARE OF r
),
${makeResources({
  ...written,
  columns: fragment`id, kind, team_id, parent_id, name, arm_id, arm_id_key, subscription_id, location,
    provisioning_state, raw_provisioning_state, desired, vm_size_key, created_by_id`,
  rows: fragment`
  SELECT ${'resourceId'}::uuid, ${'resourceKind'}::text, ${'teamId'}::uuid, ${'parentId'}::uuid, ${'name'}::text, ${'armId'}::text,
    ${'armIdKey'}::text, ${'subscriptionId'}::text, ${'location'}::text, 'CREATING'::"ProvisioningState", 'Creating',
    ${'desired'}::jsonb, ${'vmSizeKey'}::text, ${'principalId'}::uuid
  WHERE ${'parentId'}::uuid IS NULL OR ((SELECT count(*) FROM holders) = (SELECT count(*) FROM seen)
    AND EXISTS (SELECT FROM holders))`,
})},${operation}`;

const changeStatement = prepared<ReturnType<typeof changeValues>>`
WITH ${changeResources({
  ...written,
  set: fragment`
    desired = coalesce(${'desired'}::jsonb, r.desired),
    vm_size_key = coalesce(lower(${'desired'}::jsonb ->> 'vmSize'), r.vm_size_key)`,
  raisesVersion: true,
  which: fragment`
  WHERE r.id = ${'resourceId'}::uuid AND r.version = ${'version'}::integer AND r.gone_at IS NULL`,
})},
${dropOtherCostTags(fragment`${costTags} WHERE ${'replacesCostTags'}::boolean`)},${operation}`;

/** Accepts a new resource and the operation that makes it. False where its parent is no longer ready for it. */
export async function acceptCreationOf(
  sql: Sql,
  kinds: Kinds,
  context: RequestContext,
  creation: Creation,
): Promise<boolean> {
  const { rowCount } = await sql.query(creationStatement(creationValues(kinds, context, creation)));
  return rowCount === 1;
}

/** Accepts an operation on a resource that stands. False where the resource moved since it was read. */
export async function acceptChangeOf(
  sql: Sql,
  kinds: Kinds,
  context: RequestContext,
  change: Change,
): Promise<boolean> {
  const { rowCount } = await sql.query(changeStatement(changeValues(kinds, context, change)));
  return rowCount === 1;
}
