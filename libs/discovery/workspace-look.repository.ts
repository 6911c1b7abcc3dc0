import type pg from 'pg';
import { fragment, isUnfinished, prepared, statement, transaction, type Sql } from '#libs/database';
import { type Kinds, usualReads, type ReadLimit } from '#libs/operations';
import { sweepShare } from './sweep-share.js';

/** A worker that died gives its workspaces back after this. */
const holdSeconds = 120;

export interface SweepPace {
  /** Between two lists of a workspace where nothing moves. */
  restingSeconds: number;
  /** Between two lists where something moves, or an operation has just ended. */
  movingSeconds: number;
  /** Absent: as public Azure. */
  reads?: ReadLimit;
}

/** A workspace that this worker has for itself until it says how the look went. */
export interface WorkspaceToLookAt {
  id: string;
  armId: string;
  subscriptionId: string;
  teamId: string;
  name: string;
  failures: number;
  /** The database's clock before the list, as it writes it, to the microsecond: what was written later is newer than the list. */
  listedFrom: string;
}

const subscriptionsStatement = prepared<object, { id: string }>`
SELECT DISTINCT lower(w.subscription_id) AS id FROM resource w
WHERE w.kind = 'WORKSPACE' AND w.gone_at IS NULL AND NOT EXISTS (SELECT FROM arm_budget b
  WHERE b.subscription_id = lower(w.subscription_id) AND b.operation = 'read' AND b.quiet_until > now())`;

/** Subscriptions with workspaces, but for those that a 429 has quieted. */
export async function subscriptionsToSweep(sql: Sql): Promise<string[]> {
  const { rows } = await sql.query(subscriptionsStatement({}));
  return rows.map(({ id }) => id);
}

interface Share extends Omit<SweepPace, 'reads'>, ReadLimit {
  subscriptionId: string;
  limit: number;
  callsPerSecond: number;
  /** What makes or takes away a workspace or a group. */
  kinds: readonly string[];
}

/** A delete of the workspace `w` or of its group, or the creation of `w`, is under way: the operation looks after it. */
const inOperation = fragment`EXISTS (SELECT FROM operation o WHERE o.target_id IN (w.id, w.parent_id)
  AND ${isUnfinished('o')} AND o.kind = ANY (${'kinds'}::text[]))`;

/** Reads that operations have left for now: of a bucket of `burst`, `refillPerSecond` refilled. */
const readsLeft = fragment`coalesce((SELECT least(${'burst'}::float8, b.tokens + ${'refillPerSecond'}::float8 * extract(epoch FROM now() - b.refilled_at)::float8)
  FROM arm_budget b WHERE b.subscription_id = ${'subscriptionId'}::text AND b.operation = 'read'), ${'burst'}::float8)`;

/**
 * Those that are due, longest unseen first, as many as the share has calls for, and fewer as operations use up the
 * reads. Where something moves, or has just ended, comes first for a third of a take, and less often the more of those
 * there are: together they take two calls a second at most.
 */
const pickStatement = prepared<Share, WorkspaceToLookAt>`
WITH bucket AS (
  SELECT coalesce(max(least(${sweepShare.burst}::float8,
    b.tokens + ${'callsPerSecond'}::float8 * extract(epoch FROM now() - b.refilled_at)::float8)), ${sweepShare.burst}::float8) AS tokens
  FROM arm_budget b WHERE b.subscription_id = ${'subscriptionId'}::text AND b.operation = 'sweep'
), room AS (
  SELECT tokens, greatest(0, least(${'limit'}::integer, floor(tokens * least(1, ${readsLeft} / 100)))::integer) AS calls FROM bucket
), ended AS (
  SELECT DISTINCT c.parent_id AS id FROM operation o JOIN resource c ON c.id = o.target_id
  WHERE o.completed_at > now() - interval '1 minute'
), standing AS (
  SELECT w.id, w.parent_id, l.look_at, l.held_until, l.failures, l.listed_at, l.moving OR ended.id IS NOT NULL AS moving
  FROM resource w LEFT JOIN workspace_look l ON l.workspace_id = w.id LEFT JOIN ended ON ended.id = w.id
  WHERE w.kind = 'WORKSPACE' AND w.gone_at IS NULL AND lower(w.subscription_id) = ${'subscriptionId'}::text
    AND (w.provisioning_state = 'SUCCEEDED' OR w.observed IS NOT NULL)
), pace AS (
  SELECT greatest(${'movingSeconds'}::float8, least(${'restingSeconds'}::float8, count(*) * 0.5)) * interval '1 second' AS moving FROM standing WHERE moving
), due AS (
  SELECT w.id, w.listed_at, coalesce(w.moving, false) AS moving
  FROM standing w, pace WHERE (w.held_until IS NULL OR w.held_until <= now()) AND NOT ${inOperation}
    AND coalesce(CASE WHEN w.moving AND w.failures = 0 THEN w.listed_at <= now() - pace.moving
      ELSE w.look_at <= now() END, true)
), ranked AS (
  SELECT due.*, moving AND row_number() OVER (PARTITION BY moving ORDER BY listed_at NULLS FIRST)
    <= ceil(room.calls / 3.0) AS early FROM due, room
), picked AS (
  SELECT id FROM ranked ORDER BY early DESC, listed_at NULLS FIRST, id LIMIT (SELECT calls FROM room)
), held AS (
  INSERT INTO workspace_look AS l (workspace_id, look_at, held_until)
  SELECT id, now(), now() + ${holdSeconds}::float8 * interval '1 second' FROM picked
  ON CONFLICT (workspace_id) DO UPDATE SET held_until = excluded.held_until
  RETURNING l.workspace_id, l.failures
), paid AS (
  INSERT INTO arm_budget AS b (subscription_id, operation, tokens, refilled_at)
  SELECT ${'subscriptionId'}::text, 'sweep', room.tokens - count(*), now() FROM room, held GROUP BY room.tokens
  ON CONFLICT (subscription_id, operation) DO UPDATE SET tokens = excluded.tokens, refilled_at = excluded.refilled_at
)
SELECT w.id, w.arm_id AS "armId", w.subscription_id AS "subscriptionId", w.team_id AS "teamId", w.name,
  held.failures, now()::text AS "listedFrom"
FROM held JOIN resource w ON w.id = held.workspace_id`;

const lockStatement = statement<{
  name: string;
}>`SELECT pg_advisory_xact_lock(hashtextextended(${'name'}, 0))`;

/** Takes at most `limit` workspaces of a subscription, one worker at a time, so that no two list the same one. */
export const pickWorkspaces = (
  pool: pg.Pool,
  { creations, deletions }: Kinds,
  subscriptionId: string,
  { restingSeconds, movingSeconds, reads = usualReads }: SweepPace,
  limit: number,
): Promise<WorkspaceToLookAt[]> =>
  transaction(pool, async (sql) => {
    // Before the statement, so that it sees what the worker before it took.
    await sql.query(lockStatement({ name: `drift sweep ${subscriptionId}` }));
    const { refillPerSecond, burst } = reads;
    const callsPerSecond =
      (sweepShare.callsPerSecond * refillPerSecond) / usualReads.refillPerSecond;
    const kinds = [...creations, ...deletions];
    const share = { refillPerSecond, burst, restingSeconds, movingSeconds, callsPerSecond, kinds };
    const { rows } = await sql.query(pickStatement({ subscriptionId, limit, ...share }));
    return rows;
  });

/** How a look went. */
export interface LookResult {
  /** Calls it took; the first one is paid already. */
  calls: number;
  moving: boolean;
  lookAfterSeconds: number;
  failed: boolean;
}

const settleStatement = prepared<WorkspaceToLookAt & LookResult>`
WITH paid AS (
  UPDATE arm_budget SET tokens = tokens - (${'calls'}::integer - 1)
  WHERE subscription_id = lower(${'subscriptionId'}::text) AND operation = 'sweep' AND ${'calls'}::integer > 1
)
UPDATE workspace_look SET held_until = NULL, look_at = now() + ${'lookAfterSeconds'}::float8 * interval '1 second',
  listed_at = CASE WHEN ${'failed'}::boolean THEN listed_at ELSE ${'listedFrom'}::timestamptz END,
  failures = CASE WHEN ${'failed'}::boolean THEN failures + 1 ELSE 0 END,
  moving = CASE WHEN ${'failed'}::boolean THEN moving ELSE ${'moving'}::boolean END
WHERE workspace_id = ${'id'}::uuid`;

/** Gives the workspace back and says when to look again. */
export async function settleLook(
  sql: Sql,
  workspace: WorkspaceToLookAt,
  result: LookResult,
): Promise<void> {
  await sql.query(settleStatement({ ...workspace, ...result }));
}
