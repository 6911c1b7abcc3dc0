import { fragment, prepared, statement, type Sql } from '#libs/database';
import type { ProvisioningError } from '#libs/kernel';
import { tell } from '#libs/outbox';
import type { LroHandle } from '../arm.port.js';
import type { OperationKind } from '../operation.js';
import type { WatchObservation, WatchRequest } from '../step.js';
import { whyUnread } from '../unread.rules.js';
import type { ReadLimit } from './read-limit.rules.js';

/** A row of `watch` with what its pace depends on. */
export interface Watch {
  operationId: string;
  groupKey: string;
  subscriptionId: string;
  armId: string;
  until: WatchRequest['until'];
  verb?: LroHandle['verb'];
  handle?: LroHandle;
  /** Names this wait among all of the operation. */
  createdAt: Date;
  ageMs: number;
  /** Milliseconds until the next look; negative where it is overdue. */
  dueInMs: number;
  looks: number;
  /** The step says that Azure's last answer told nothing. */
  troubled: boolean;
  kind: OperationKind;
  stepName: string;
}

const columns = fragment`w.operation_id AS "operationId", w.group_key AS "groupKey", w.subscription_id AS "subscriptionId",
  w.arm_id AS "armId", w.until, w.handle->>'verb' AS verb, w.created_at AS "createdAt", w.looks,
  (extract(epoch FROM now() - w.created_at) * 1000)::float8 AS "ageMs",
  (extract(epoch FROM w.look_at - now()) * 1000)::float8 AS "dueInMs", o.kind, s.name AS "stepName",
  s.memory ? 'unread' AS troubled`;

const joins = fragment`JOIN operation o ON o.id = w.operation_id
  JOIN operation_step s ON s.operation_id = o.id AND s.position = o.current_step`;

const notQuiet = fragment`NOT EXISTS (
    SELECT 1 FROM arm_budget b WHERE b.subscription_id = watch.subscription_id AND b.operation = 'read'
      AND b.quiet_until > now())`;

const takeStatement = prepared<{ limit: number; holdMs: number }, Watch>`
WITH due AS (
  SELECT operation_id FROM watch
  WHERE look_at <= now() AND ${notQuiet}
  ORDER BY look_at LIMIT ${'limit'}::integer FOR UPDATE SKIP LOCKED
), w AS (
  UPDATE watch SET look_at = now() + ${'holdMs'}::float8 * interval '1 millisecond', looks = looks + 1
  FROM due WHERE watch.operation_id = due.operation_id RETURNING watch.*
)
SELECT ${columns}, w.handle FROM w ${joins}`;

const oldestStatement = prepared<object, { seconds: number }>`
SELECT coalesce(extract(epoch FROM now() - min(look_at)), 0)::float8 AS seconds FROM watch
WHERE look_at <= now() AND ${notQuiet}`;

/** Seconds for which the longest waiting watch of a subscription that is not quiet has been due; 0 where none is. */
export async function oldestLookSeconds(sql: Sql): Promise<number> {
  const { rows } = await sql.query(oldestStatement({}));
  return rows[0]?.seconds ?? 0;
}

/**
 * Watches that are due, at most `limit`, of subscriptions that are not quiet. They are put off by `holdMs`, so that no
 * other worker takes them meanwhile and a worker that dies gives them back.
 */
export async function takeDueWatches(sql: Sql, limit: number, holdMs: number): Promise<Watch[]> {
  const { rows } = await sql.query(takeStatement({ limit, holdMs }));
  return rows.map(withoutNulls);
}

const groupStatement = prepared<{ groupKey: string }, Watch>`
SELECT ${columns} FROM watch w ${joins} WHERE w.group_key = ${'groupKey'}::text ORDER BY w.look_at`;

/** Every watch of a group, without handles. */
export async function readWatchGroup(sql: Sql, groupKey: string): Promise<Watch[]> {
  const { rows } = await sql.query(groupStatement({ groupKey }));
  return rows.map(withoutNulls);
}

function withoutNulls(row: Watch): Watch {
  const { verb, handle, ...rest } = row;
  return { ...rest, ...(verb && { verb }), ...(handle && { handle }) };
}

const handleStatement = statement<{ operationId: string }, { handle: LroHandle | null }>`
SELECT handle FROM watch WHERE operation_id = ${'operationId'}::uuid`;

/** The handle of a watch; undefined where it has none, or has ended. */
export async function readHandle(sql: Sql, operationId: string): Promise<LroHandle | undefined> {
  const { rows } = await sql.query(handleStatement({ operationId }));
  return rows[0]?.handle ?? undefined;
}

/** Waits, each by its operation and when it began. */
interface Waits {
  ids: string[];
  createdAt: Date[];
}

const waitsOf = (waits: readonly { operationId: string; createdAt: Date }[]): Waits => ({
  ids: waits.map(({ operationId }) => operationId),
  createdAt: waits.map(({ createdAt }) => createdAt),
});

/** When to look again, and where ARM handed out a new poll URL, where. */
export interface NextLook {
  operationId: string;
  createdAt: Date;
  lookAfterMs: number;
  handle?: LroHandle;
}

const putOffStatement = prepared<Waits & { lookAfterMs: number[]; handles: (string | null)[] }>`
UPDATE watch w SET look_at = now() + next.ms * interval '1 millisecond', handle = coalesce(next.handle, w.handle)
FROM unnest(${'ids'}::uuid[], ${'createdAt'}::timestamptz[], ${'lookAfterMs'}::float8[], ${'handles'}::jsonb[]) AS next(id, created_at, ms, handle)
WHERE w.operation_id = next.id AND w.created_at = next.created_at`;

/** Sets the next looks of many watches in one statement. */
export async function putOffWatches(sql: Sql, next: readonly NextLook[]): Promise<void> {
  if (next.length === 0) return;
  await sql.query(
    putOffStatement({
      ...waitsOf(next),
      lookAfterMs: next.map((look) => look.lookAfterMs),
      handles: next.map((look) => (look.handle ? JSON.stringify(look.handle) : null)),
    }),
  );
}

export interface EndedWatch {
  operationId: string;
  createdAt: Date;
  observation: WatchObservation;
}

const endStatement = prepared<Waits & { observations: string[] }, DueOperation>`
WITH seen AS (
  SELECT * FROM unnest(${'ids'}::uuid[], ${'createdAt'}::timestamptz[], ${'observations'}::jsonb[]) AS seen(id, created_at, observation)
), held AS (
  SELECT o.id, o.current_step FROM operation o JOIN seen ON seen.id = o.id
  WHERE o.status IN ('RUNNING', 'CANCELING') ORDER BY o.id FOR UPDATE OF o
), over AS (
  DELETE FROM watch w USING seen, held
  WHERE w.operation_id = seen.id AND held.id = seen.id AND w.created_at = seen.created_at
  RETURNING w.operation_id AS id, held.current_step, seen.observation
), noted AS (
  UPDATE operation_step s SET memory = s.memory || jsonb_build_object('observation', over.observation)
  FROM over WHERE s.operation_id = over.id AND s.position = over.current_step
)
UPDATE operation o SET due_at = now(), version = version + 1 FROM over WHERE o.id = over.id
RETURNING o.id AS "operationId", o.fence`;

/** An operation that wants a worker now, as the fence stands. */
export interface DueOperation {
  operationId: string;
  fence: number;
}

/**
 * Ends many waits in one statement: what was seen goes into the memory of the step that waited, and its operation is
 * due. Answers those that are; one that no longer waits for this is left alone.
 */
export async function endWatches(sql: Sql, ended: readonly EndedWatch[]): Promise<DueOperation[]> {
  if (ended.length === 0) return [];
  const observations = ended.map(({ observation }) => JSON.stringify(observation));
  const { rows } = await sql.query(endStatement({ ...waitsOf(ended), observations }));
  return rows;
}

/** Why Azure's answer told nothing; absent: it does again. */
export interface UnreadWatch {
  operationId: string;
  createdAt: Date;
  error?: ProvisioningError;
}

/** A step that waits no longer, or says so already, is left alone. `why`: see unread.rules.ts. */
const unreadStatement = prepared<Waits & { whys: (string | null)[]; errors: (string | null)[] }>`
WITH seen AS (
  SELECT * FROM unnest(${'ids'}::uuid[], ${'createdAt'}::timestamptz[], ${'whys'}::text[], ${'errors'}::jsonb[]) AS seen(id, created_at, why, error)
), held AS (
  SELECT o.id, o.current_step, o.target_id, o.team_id, seen.why, seen.error
  FROM operation o JOIN seen ON seen.id = o.id JOIN watch w ON w.operation_id = o.id AND w.created_at = seen.created_at
  WHERE o.status IN ('RUNNING', 'CANCELING') ORDER BY o.id FOR UPDATE OF o
), said AS (
  UPDATE operation_step s SET
    message = CASE WHEN held.why IS NULL THEN s.memory->'unread'->>'said'
      ELSE coalesce(s.memory->'unread'->>'said', s.message, '') || '; ' || held.why END,
    memory = CASE WHEN held.why IS NULL THEN s.memory - 'unread'
      ELSE s.memory || jsonb_build_object('unread', jsonb_build_object('why', held.why, 'error', held.error,
        'said', coalesce(s.memory->'unread'->>'said', s.message, ''))) END
  FROM held WHERE s.operation_id = held.id AND s.position = held.current_step AND s.status = 'WAITING'
    AND s.memory->'unread'->>'why' IS DISTINCT FROM held.why
  RETURNING s.operation_id AS id
)
${tell(fragment`
SELECT 'operation.changed', held.id, held.target_id, held.team_id, NULL::jsonb FROM said JOIN held ON held.id = said.id`)}`;

/** Puts into the messages of steps that wait why nobody knows how it goes, or takes it out, and tells who listens. */
export async function noteUnread(sql: Sql, unread: readonly UnreadWatch[]): Promise<void> {
  if (unread.length === 0) return;
  await sql.query(
    unreadStatement({
      ...waitsOf(unread),
      whys: unread.map(({ error }) => (error ? whyUnread(error) : null)),
      errors: unread.map(({ error }) => (error ? JSON.stringify(error) : null)),
    }),
  );
}

const paceStatement = prepared<ReadLimit, PaceRow>`
SELECT subscription_id AS "subscriptionId", sum(reads)::float8 AS "readsPerRound",
  coalesce((SELECT least(${'burst'}::float8, b.tokens + ${'refillPerSecond'}::float8 * extract(epoch FROM now() - b.refilled_at)) FROM arm_budget b
    WHERE b.subscription_id = per_group.subscription_id AND b.operation = 'read'), ${'burst'}::float8)::float8 AS tokens
FROM (
  SELECT subscription_id, group_key, CASE WHEN min(arm_id) ILIKE '%/computes/%' THEN 1 ELSE count(*) END AS reads
  FROM watch GROUP BY subscription_id, group_key
) per_group GROUP BY subscription_id`;

export interface PaceRow {
  subscriptionId: string;
  readsPerRound: number;
  tokens: number;
}

/** What looks cost and may cost, per subscription with watches. */
export async function readPace(sql: Sql, limit: ReadLimit): Promise<PaceRow[]> {
  const { rows } = await sql.query(paceStatement(limit));
  return rows;
}
