import { fragment, isUnfinished, prepared, type Sql } from '#libs/database';
import { addCostTags, changeResources, dropOtherCostTags, makeResources } from '#libs/outbox';
import type { RequestContext } from '#libs/verbs';
import type { Kinds } from '../kinds.js';
import { changeValues, creationValues, type Change, type Creation } from './acceptance.js';
import {
  askedCeiling,
  fits,
  limitReached,
  type LimitedUse,
  roomForChanged,
  roomForNew,
  weighTargets,
} from './limits/limits.repository.js';

/** What is asked for, a row each: what `askedOf` sends. */
const asked = fragment`asked AS MATERIALIZED (
  SELECT a.* FROM jsonb_to_recordset(${'asked'}::jsonb) AS a ("operationId" uuid, kind text, "resourceId" uuid,
    "resourceKind" text, "teamId" uuid, "parentId" uuid, name text, "armId" text, "armIdKey" text, "subscriptionId" text,
    location text, desired jsonb, "vmSizeKey" text, version integer, "replacesCostTags" boolean, "costTags" jsonb,
    "principalId" uuid, key uuid, mutation text, "inputHash" text, accepted jsonb, input jsonb, channel text,
    "requestId" text, "planId" uuid, decision jsonb, request jsonb, steps jsonb, audit jsonb, ${askedCeiling})
)`;

const ofTarget = fragment`JOIN asked ON asked."resourceId" = target.id`;
const costTags = fragment`SELECT target.id, asked."costTags" FROM target ${ofTarget}`;

/** Somebody has to agree before a worker may take it. */
const awaits = fragment`(asked.decision ->> 'approval' IS NOT NULL)`;
const status = fragment`CASE WHEN ${awaits} THEN 'AWAITING_APPROVAL' ELSE 'QUEUED' END`;

/** Of the resources that are made or changed, the CTE `target`. */
const written = {
  as: 'target',
  audit: fragment`asked.audit`,
  beside: ofTarget,
  alsoTold: fragment`SELECT topic, asked."operationId", target.id, target.team_id,
      CASE WHEN topic = 'operation.changed' THEN jsonb_build_object('operation', jsonb_build_object('to', ${status})) END
    FROM target ${ofTarget}, unnest(ARRAY['operation.due', 'operation.changed']) AS topic
    WHERE topic <> 'operation.due' OR NOT ${awaits}`,
};

/**
 * A mutation becomes durable in one statement: resource, cost tags, operation, steps, audit row, outbox rows and the
 * idempotency record, or none of them. The unique indexes decide who was first.
 */
const operation = fragment`
operated AS (
  INSERT INTO operation (id, kind, status, target_id, target_name, team_id, requested_by_id, idempotency_key,
    input, channel, request_id, plan_id, decision, asked, due_at, approval_expires_at)
  SELECT asked."operationId", asked.kind,
    (${status})::"OperationStatus", target.id, asked.name, asked."teamId",
    asked."principalId", asked.key, asked.input, asked.channel, asked."requestId", asked."planId", asked.decision, asked.request,
    CASE WHEN NOT ${awaits} THEN now() END,
    now() + (asked.decision -> 'approval' ->> 'expiresAfterHours')::float8 * interval '1 hour'
  FROM target ${ofTarget}
  RETURNING id
),
stepped AS (
  INSERT INTO operation_step (operation_id, position, name)
  SELECT asked."operationId", step.position - 1, step.name
  FROM target ${ofTarget}, jsonb_array_elements_text(asked.steps) WITH ORDINALITY AS step (name, position)
),
${addCostTags(costTags)},
remembered AS (
  INSERT INTO idempotency_record (principal_id, key, mutation, input_hash, result)
  SELECT asked."principalId", asked.key, asked.mutation, asked."inputHash", asked.accepted
  FROM target ${ofTarget} WHERE asked.key IS NOT NULL
  RETURNING key
),${weighTargets}`;

interface Asked {
  /** JSON. */
  asked: string;
  /** Kinds that are made of machines. */
  machines: readonly string[];
}

interface AskedCreations extends Asked {
  deletions: readonly string[];
  /** How long to wait for what others hold, milliseconds; 0: as the connection does. */
  lockTimeoutMs: number;
}

/**
 * Whoever asks is held before anything is written, as the foreign keys would once all is: what others hold is waited for
 * with `patience`, and the commit, which waits for others that notify, as long as ever.
 */
const holding = fragment`
patience AS MATERIALIZED (
  SELECT current_setting('lock_timeout') AS usual, CASE WHEN ${'lockTimeoutMs'}::integer > 0
    THEN set_config('lock_timeout', ${'lockTimeoutMs'}::integer::text, true) END
),
askers AS MATERIALIZED (
  SELECT p.id FROM principal p WHERE p.id IN (SELECT "principalId" FROM asked, patience) ORDER BY p.id FOR KEY SHARE
)`;

/** True once they are. */
const areHeld = fragment`(SELECT count(*) FROM askers) >= 0`;

/** SQL: nothing was asked for under this idempotency key before; nothing has this name. */
const isUnasked = fragment`NOT EXISTS (
  SELECT FROM idempotency_record i WHERE i.principal_id = asked."principalId" AND i.key = asked.key)`;
const isFree = fragment`NOT EXISTS (SELECT FROM resource o WHERE o.arm_id_key = asked."armIdKey" AND o.gone_at IS NULL)`;

/** What each came to. One whose name or idempotency key somebody had before is the second. */
const outcomes = fragment`
waited AS MATERIALIZED (
  SELECT set_config('lock_timeout', usual, true) FROM patience
  WHERE (SELECT count(*) FROM operated) + (SELECT count(*) FROM remembered) >= 0
)
SELECT asked."operationId" AS id, ${limitReached} AS reached, CASE WHEN operated.id IS NOT NULL THEN 'accepted'
  WHEN placed."operationId" IS NOT NULL THEN 'second' ELSE 'notReady' END AS outcome
FROM waited, asked LEFT JOIN operated ON operated.id = asked."operationId"
  LEFT JOIN placed ON placed."operationId" = asked."operationId"`;

/**
 * What holds a new resource is locked and must not have moved since the statement began: a deletion raises its
 * version, so that of a deletion and a creation at once the second is refused. Nor may it have come to another team since that
 * one's right was looked at.
 */
const creationsStatement = prepared<AskedCreations, Answered>`
WITH RECURSIVE ${asked},${holding},
parents AS MATERIALIZED (SELECT DISTINCT "parentId" AS id FROM asked WHERE "parentId" IS NOT NULL AND ${areHeld}),
seen AS MATERIALIZED (
  SELECT parents.id AS "parentId", r.id, r.version FROM parents JOIN resource r ON r.id = parents.id
  UNION ALL
  SELECT parents.id, r.id, r.version FROM parents JOIN resource p ON p.id = parents.id JOIN resource r ON r.id = p.parent_id
),
holders AS MATERIALIZED (
  SELECT r.id, r.team_id, r.provisioning_state = 'SUCCEEDED' AS stands
  FROM (SELECT DISTINCT id, version FROM seen) AS one JOIN resource r ON r.id = one.id
  WHERE r.version = one.version AND r.gone_at IS NULL
    AND NOT EXISTS (SELECT FROM operation o WHERE o.target_id = r.id AND o.kind = ANY (${'deletions'}::text[])
      AND ${isUnfinished('o')})
  ORDER BY r.id FOR SHARE OF r
),
ready AS (
  SELECT seen."parentId" AS id FROM seen LEFT JOIN holders ON holders.id = seen.id
  GROUP BY seen."parentId"
  HAVING bool_and(holders.id IS NOT NULL AND (holders.id <> seen."parentId" OR holders.stands))
),
placed AS MATERIALIZED (
  SELECT asked."operationId" FROM asked WHERE ${areHeld} AND (asked."parentId" IS NULL OR EXISTS (
    SELECT FROM ready JOIN holders USING (id) WHERE ready.id = asked."parentId" AND holders.team_id = asked."teamId"))
),${roomForNew(areHeld, fragment`${isUnasked} AND ${isFree}`)},
${makeResources({
  ...written,
  columns: fragment`id, kind, team_id, parent_id, name, arm_id, arm_id_key, subscription_id, location,
    provisioning_state, raw_provisioning_state, desired, vm_size_key, created_by_id`,
  rows: fragment`
  SELECT asked."resourceId", asked."resourceKind", asked."teamId", asked."parentId", asked.name, asked."armId",
    asked."armIdKey", asked."subscriptionId", asked.location, 'CREATING'::"ProvisioningState", 'Creating',
    asked.desired, asked."vmSizeKey", asked."principalId"
  FROM asked JOIN placed USING ("operationId") WHERE ${isUnasked} AND ${fits}
  ORDER BY asked."armIdKey"
  ON CONFLICT (arm_id_key) WHERE gone_at IS NULL DO NOTHING`,
})},${operation},${outcomes}`;

const changeStatement = prepared<Asked, Answered>`
WITH ${asked},${roomForChanged},
${changeResources({
  ...written,
  set: fragment`
    desired = coalesce(asked.desired, r.desired),
    vm_size_key = coalesce(lower(asked.desired ->> 'vmSize'), r.vm_size_key)`,
  raisesVersion: true,
  which: fragment`
  FROM asked WHERE r.id = asked."resourceId" AND r.version = asked.version AND r.gone_at IS NULL AND ${fits}`,
})},
${dropOtherCostTags(fragment`${costTags} WHERE asked."replacesCostTags"`)},${operation}
SELECT asked."operationId" AS id, ${limitReached} AS reached,
  CASE WHEN operated.id IS NOT NULL THEN 'accepted' ELSE 'notReady' END AS outcome
FROM asked LEFT JOIN operated ON operated.id = asked."operationId"`;

/** One creation as the statement takes it. */
export type AskedCreation = ReturnType<typeof creationValues>;

/**
 * What something that is asked for comes to: `notReady` where what should hold it, or it itself, is otherwise than when it was read;
 * `second` where its name is taken, or its idempotency key stands for another request or the same; else the limits of the team that have
 * no room for it, and what others take of them.
 */
export type Outcome = 'accepted' | 'notReady' | 'second' | LimitedUse;

interface Answered {
  id: string;
  outcome: Exclude<Outcome, LimitedUse>;
  reached: LimitedUse | null;
}

const outcomesOf = (rows: readonly Answered[]): ReadonlyMap<string, Outcome> =>
  new Map(rows.map(({ id, outcome, reached }) => [id, reached ?? outcome]));

/**
 * Accepts new resources and the operations that make them, all with one commit. Answers what each came to, by the id of
 * its operation: nothing is written of those that were not accepted. Rejects, and nothing is written at all, where two that
 * are written at this moment have one idempotency key and different names, and where a team is deleted meanwhile.
 */
export async function acceptCreations(
  sql: Sql,
  kinds: Kinds,
  creations: readonly AskedCreation[],
  lockTimeoutMs = 0,
): Promise<ReadonlyMap<string, Outcome>> {
  const { deletions, machines } = kinds;
  const asked = JSON.stringify(creations);
  const { rows } = await sql.query(
    creationsStatement({ asked, deletions, machines, lockTimeoutMs }),
  );
  return outcomesOf(rows);
}

/** Accepts one in the caller's transaction. Answers what it came to. */
export async function acceptCreationOf(
  sql: Sql,
  kinds: Kinds,
  context: RequestContext,
  creation: Creation,
): Promise<Outcome> {
  const { operationId } = creation.accepted;
  const outcomes = await acceptCreations(sql, kinds, [creationValues(kinds, context, creation)]);
  return outcomes.get(operationId) ?? 'notReady';
}

/** Accepts an operation on a resource that stands. Answers what it came to. */
export async function acceptChangeOf(
  sql: Sql,
  kinds: Kinds,
  context: RequestContext,
  change: Change,
): Promise<Outcome> {
  const outcomes = await acceptChangesOf(sql, kinds, context, [change]);
  return outcomes.get(change.accepted.operationId) ?? 'notReady';
}

/** Accepts operations on resources that stand, one on each. Answers what each came to, by the id of its operation. */
export async function acceptChangesOf(
  sql: Sql,
  kinds: Kinds,
  context: RequestContext,
  changes: readonly Change[],
): Promise<ReadonlyMap<string, Outcome>> {
  const asked = JSON.stringify(changes.map((change) => changeValues(kinds, context, change)));
  const { rows } = await sql.query(changeStatement({ asked, machines: kinds.machines }));
  return outcomesOf(rows);
}
