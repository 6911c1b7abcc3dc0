import { fragment, prepared, raw, type Sql } from '#libs/database';
import { secondsToLeaveAlone, usualReads, type ReadLimit } from '#libs/operations';
import { sweepShare } from '../sweep-share.js';
import type { ListedKind } from './lists.js';

/** A worker that died gives its page back after this. */
const holdSeconds = 60;

/** A page that this worker has for itself until it says what came of it. */
export interface PageToList {
  /** Lower case. */
  subscriptionId: string;
  /** The database's clock as the round began, as it writes it. */
  roundFrom: string;
  /** Null: the first list. */
  listing: ListedKind | null;
  /** Null: its first page. */
  nextLink: string | null;
  failures: number;
  /** The code of its last refusal; null: it was listed since. */
  failedWith: string | null;
}

function sinceRefill(bucket: string) {
  return raw(`extract(epoch FROM now() - ${bucket}.refilled_at)::float8`);
}

/** The subscription `l` is not quieted by a 429, and operations have left something to read. */
const mayBeRead = fragment`NOT EXISTS (SELECT FROM arm_budget b WHERE b.subscription_id = l.subscription_id
    AND (b.quiet_until > now() OR b.operation = 'sweep' AND b.tokens + ${'callsPerSecond'}::float8 * ${sinceRefill('b')} < 1
      OR b.operation = 'read' AND b.tokens + ${'refillPerSecond'}::float8 * ${sinceRefill('b')} < ${'burst'}::float8 / 10))`;

/** Each page is paid from the sweeps' share of reads. */
const pickStatement = prepared<ReadLimit & { callsPerSecond: number }, PageToList>`
WITH due AS (
  SELECT l.subscription_id FROM subscription_look l
  WHERE l.look_at <= now() AND (l.held_until IS NULL OR l.held_until <= now()) AND ${mayBeRead}
  FOR UPDATE OF l SKIP LOCKED
), held AS (
  UPDATE subscription_look l SET held_until = now() + ${holdSeconds} * interval '1 second',
    round_from = coalesce(l.round_from, now())
  FROM due WHERE l.subscription_id = due.subscription_id
  RETURNING l.subscription_id, l.round_from, l.listing, l.next_link, l.failures, l.error->>'code' AS failed_with
), paid AS (
  INSERT INTO arm_budget AS b (subscription_id, operation, tokens, refilled_at)
  SELECT subscription_id, 'sweep', ${sweepShare.burst} - 1, now() FROM held
  ON CONFLICT (subscription_id, operation) DO UPDATE SET refilled_at = excluded.refilled_at,
    tokens = least(${sweepShare.burst}::float8, b.tokens + ${'callsPerSecond'}::float8 * ${sinceRefill('b')}) - 1
)
SELECT subscription_id AS "subscriptionId", round_from::text AS "roundFrom", listing, next_link AS "nextLink", failures,
  failed_with AS "failedWith"
FROM held`;

/** Takes the next page of each subscription whose turn it is. */
export async function pickPages(
  sql: Sql,
  { refillPerSecond, burst }: ReadLimit = usualReads,
): Promise<PageToList[]> {
  const callsPerSecond = (sweepShare.callsPerSecond * refillPerSecond) / usualReads.refillPerSecond;
  const { rows } = await sql.query(pickStatement({ callsPerSecond, refillPerSecond, burst }));
  return rows;
}

const shortestDelay = 10;
const longestDelay = 300;

interface PutBack {
  subscriptionId: string;
  roundFrom: string;
  startsAnew: boolean;
  afterSeconds: number;
  error: string;
}

const putBackStatement = prepared<PutBack>`
UPDATE subscription_look SET held_until = NULL, failures = failures + 1, error = ${'error'}::jsonb,
  look_at = now() + ${'afterSeconds'}::float8 * interval '1 second',
  round_from = CASE WHEN ${'startsAnew'}::boolean THEN NULL ELSE round_from END,
  listing = CASE WHEN ${'startsAnew'}::boolean THEN NULL ELSE listing END,
  next_link = CASE WHEN ${'startsAnew'}::boolean THEN NULL ELSE next_link END
WHERE subscription_id = ${'subscriptionId'} AND round_from = ${'roundFrom'}::timestamptz`;

/** A page that did not come about. */
export interface Failure {
  error: { code: string; message: string };
  /** As Azure asked for. */
  retryAfterSeconds: number | undefined;
  /** Whether the page itself may be why: the round begins anew. */
  startsAnew: boolean;
}

/** Puts the page back for Retry-After, or ten seconds doubling to five minutes. */
export async function putBack(
  sql: Sql,
  { subscriptionId, roundFrom, failures }: PageToList,
  { error, retryAfterSeconds, startsAnew }: Failure,
): Promise<void> {
  const afterSeconds =
    retryAfterSeconds === undefined
      ? Math.min(longestDelay, shortestDelay * 2 ** failures)
      : secondsToLeaveAlone(retryAfterSeconds);
  await sql.query(
    putBackStatement({
      subscriptionId,
      roundFrom,
      startsAnew,
      afterSeconds,
      error: JSON.stringify(error),
    }),
  );
}
