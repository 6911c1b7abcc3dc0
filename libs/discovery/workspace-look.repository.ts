import type pg from 'pg';
import { transaction, type Sql } from '#libs/database';
import { type Kinds, usualReads, type ReadLimit } from '#libs/operations';

/**
 * The sweep's own share of the reads that Azure allows a subscription: 6 of 25 a second
 * (docs/azure-facts.md#throttling), and as much less as a cloud allows less.
 */
export const sweepShare = { callsPerSecond: 6, burst: 12 };

/** A worker that died gives its workspaces back after this. */
const holdSeconds = 120;

export interface LookPace {
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

/** Subscriptions with workspaces, but for those that a 429 has quieted. */
export async function subscriptionsToSweep(sql: Sql): Promise<string[]> {
  const { rows } = await sql.query<{ id: string }>({
    name: 'drift-subscriptions',
    text: `SELECT DISTINCT lower(w.subscription_id) AS id FROM resource w
      WHERE w.kind = 'WORKSPACE' AND w.gone_at IS NULL AND NOT EXISTS (SELECT FROM arm_budget b
        WHERE b.subscription_id = lower(w.subscription_id) AND b.operation = 'read' AND b.quiet_until > now())`,
    values: [],
  });
  return rows.map(({ id }) => id);
}

/** A delete of the workspace `w` or of its group, or the creation of `w`, is under way: the operation looks after it. */
const inOperation = `EXISTS (SELECT FROM operation o WHERE o.target_id IN (w.id, w.parent_id)
  AND o.status NOT IN ('SUCCEEDED', 'FAILED', 'CANCELED') AND o.kind = ANY ($10::text[]))`;

/** Reads that operations have left for now: $8 of a full bucket, $9 refilled a second. */
const readsLeft = `coalesce((SELECT least($8::float8, b.tokens + $9::float8 * extract(epoch FROM now() - b.refilled_at)::float8)
  FROM arm_budget b WHERE b.subscription_id = $1::text AND b.operation = 'read'), $8::float8)`;

/**
 * Those that are due, longest unseen first, as many as the share has calls for, and fewer as operations use up the
 * reads. Where something moves, or has just ended, comes first for a third of a take, and less often the more of those
 * there are: together they take two calls a second at most. $1 subscription, $2 limit, $3 moving, $4 hold (seconds), $5 calls a second, $6 burst,
 * $7 resting, $10 what makes or takes away a workspace or a group.
 */
const claimText = `
WITH bucket AS (
  SELECT coalesce(max(least($6::float8,
    b.tokens + $5::float8 * extract(epoch FROM now() - b.refilled_at)::float8)), $6::float8) AS tokens
  FROM arm_budget b WHERE b.subscription_id = $1::text AND b.operation = 'sweep'
), room AS (
  SELECT tokens, greatest(0, least($2::integer, floor(tokens * least(1, ${readsLeft} / 100)))::integer) AS calls FROM bucket
), ended AS (
  SELECT DISTINCT c.parent_id AS id FROM operation o JOIN resource c ON c.id = o.target_id
  WHERE o.completed_at > now() - interval '1 minute'
), standing AS (
  SELECT w.id, w.parent_id, l.look_at, l.held_until, l.failures, l.listed_at, l.moving OR ended.id IS NOT NULL AS moving
  FROM resource w LEFT JOIN workspace_look l ON l.workspace_id = w.id LEFT JOIN ended ON ended.id = w.id
  WHERE w.kind = 'WORKSPACE' AND w.gone_at IS NULL AND lower(w.subscription_id) = $1::text
    AND (w.provisioning_state = 'SUCCEEDED' OR w.observed IS NOT NULL)
), pace AS (
  SELECT greatest($3::float8, least($7::float8, count(*) * 0.5)) * interval '1 second' AS moving FROM standing WHERE moving
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
  SELECT id, now(), now() + $4::float8 * interval '1 second' FROM picked
  ON CONFLICT (workspace_id) DO UPDATE SET held_until = excluded.held_until
  RETURNING l.workspace_id, l.failures
), paid AS (
  INSERT INTO arm_budget AS b (subscription_id, operation, tokens, refilled_at)
  SELECT $1::text, 'sweep', room.tokens - count(*), now() FROM room, held GROUP BY room.tokens
  ON CONFLICT (subscription_id, operation) DO UPDATE SET tokens = excluded.tokens, refilled_at = excluded.refilled_at
)
SELECT w.id, w.arm_id AS "armId", w.subscription_id AS "subscriptionId", w.team_id AS "teamId", w.name,
  held.failures, now()::text AS "listedFrom"
FROM held JOIN resource w ON w.id = held.workspace_id`;

/** Takes at most `limit` workspaces of a subscription, one worker at a time, so that no two list the same one. */
export const claimWorkspaces = (
  pool: pg.Pool,
  kinds: Kinds,
  subscriptionId: string,
  { restingSeconds, movingSeconds, reads = usualReads }: LookPace,
  limit: number,
): Promise<WorkspaceToLookAt[]> =>
  transaction(pool, async (sql) => {
    // Before the statement, so that it sees what the worker before it took.
    await sql.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `drift sweep ${subscriptionId}`,
    ]);
    const { callsPerSecond, burst } = sweepShare;
    const { rows } = await sql.query<WorkspaceToLookAt>({
      name: 'drift-claim',
      text: claimText,
      values: [
        subscriptionId,
        limit,
        movingSeconds,
        holdSeconds,
        (callsPerSecond * reads.refillPerSecond) / usualReads.refillPerSecond,
        burst,
        restingSeconds,
        reads.burst,
        reads.refillPerSecond,
        [...kinds.creations, ...kinds.deletions],
      ],
    });
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

const settleText = `
WITH paid AS (
  UPDATE arm_budget SET tokens = tokens - ($6::integer - 1)
  WHERE subscription_id = lower($7::text) AND operation = 'sweep' AND $6::integer > 1
)
UPDATE workspace_look SET held_until = NULL, look_at = now() + $2::float8 * interval '1 second',
  listed_at = CASE WHEN $3::boolean THEN listed_at ELSE $4::timestamptz END,
  failures = CASE WHEN $3::boolean THEN failures + 1 ELSE 0 END,
  moving = CASE WHEN $3::boolean THEN moving ELSE $5::boolean END
WHERE workspace_id = $1::uuid`;

/** Gives the workspace back and says when to look again. */
export async function settleLook(
  sql: Sql,
  { id, listedFrom, subscriptionId }: WorkspaceToLookAt,
  { lookAfterSeconds, failed, moving, calls }: LookResult,
): Promise<void> {
  const values = [id, lookAfterSeconds, failed, listedFrom, moving, calls, subscriptionId];
  await sql.query({ name: 'drift-settle', text: settleText, values });
}
