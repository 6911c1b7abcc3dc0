import { prepared, statement, type Sql } from '#libs/database';
import { secondsToLeaveAlone } from '#libs/operations';
import {
  type ArmBudget,
  type BudgetGrant,
  type BudgetLimit,
  type BudgetLimits,
  type BudgetOperation,
  armBudgetLimits,
  budgetOperations,
} from './arm-budget.js';

interface Bucket {
  /** The subscription's id in lower case. */
  key: string;
  operation: BudgetOperation;
}

interface Taking extends Bucket, BudgetLimit {
  longestWaitMs: number;
  teamId: string | null;
  forOthers: number;
}

interface Quiet {
  key: string;
  operations: readonly BudgetOperation[];
  bursts: readonly number[];
  seconds: number;
}

/**
 * One statement on the database's clock: refill, then take a token or say when there is one. Tokens may go below zero
 * by what is refilled within the longest wait: whoever took such a token sends when it is there, so that waiting needs
 * neither polling nor luck. `forOthers`: tokens that a
 * team alone in taking leaves in the bucket: one that took a third of what all took lately leaves a third of them. So
 * who comes with little finds some at once, and who comes with much loses no more than that part of the burst.
 */
const takeStatement = prepared<Taking, BudgetGrant>`
  WITH held AS MATERIALIZED (
    SELECT tokens, refilled_at, quiet_until, clock_timestamp() AS at
    FROM arm_budget WHERE subscription_id = ${'key'} AND operation = ${'operation'} FOR UPDATE
  ), filled AS (
    SELECT greatest(at, refilled_at) AS at,
      least(${'burst'}::float8, tokens + ${'refillPerSecond'}::float8 * greatest(0, extract(epoch FROM at - refilled_at)::float8)) AS tokens,
      coalesce(greatest(0, extract(epoch FROM quiet_until - at)::float8), 0) * 1000 AS quiet_ms
    FROM held
  ), taken AS (
    SELECT team_id, tokens * 0.5 ^ (greatest(0, extract(epoch FROM clock_timestamp() - used_at)::float8) / 10) AS tokens
    FROM arm_budget_use WHERE subscription_id = ${'key'} AND operation = ${'operation'} AND ${'teamId'}::uuid IS NOT NULL
  ), left_to_others AS (
    SELECT coalesce(${'forOthers'}::float8 * sum(tokens) FILTER (WHERE team_id = ${'teamId'}::uuid) / nullif(sum(tokens), 0), 0) AS tokens
    FROM taken
  ), verdict AS (
    SELECT at, f.tokens, quiet_ms, greatest(0, 1 + l.tokens - f.tokens) * 1000 / ${'refillPerSecond'}::float8 AS refill_ms
    FROM filled f CROSS JOIN left_to_others l
  ), decided AS (
    SELECT *, quiet_ms = 0 AND refill_ms <= ${'longestWaitMs'}::float8 AS granted FROM verdict
  ), counted AS (
    INSERT INTO arm_budget_use AS u (subscription_id, operation, team_id, tokens, used_at)
    SELECT ${'key'}, ${'operation'}, ${'teamId'}::uuid, 1, at FROM decided WHERE granted AND ${'teamId'}::uuid IS NOT NULL
    ON CONFLICT (subscription_id, operation, team_id) DO UPDATE SET used_at = excluded.used_at, tokens = 1 +
      u.tokens * 0.5 ^ (greatest(0, extract(epoch FROM excluded.used_at - u.used_at)::float8) / 10)
  )
  UPDATE arm_budget b
  SET tokens = d.tokens - d.granted::int, refilled_at = d.at
  FROM decided d
  WHERE b.subscription_id = ${'key'} AND b.operation = ${'operation'}
  RETURNING d.granted, ceil(greatest(d.quiet_ms, d.refill_ms))::int AS "waitMs", b.tokens AS "left"`;

const addStatement = statement<Bucket & { burst: number }>`
  INSERT INTO arm_budget (subscription_id, operation, tokens, refilled_at)
  VALUES (${'key'}, ${'operation'}, ${'burst'}, clock_timestamp()) ON CONFLICT DO NOTHING`;

const quietStatement = statement<Quiet>`
  INSERT INTO arm_budget AS b (subscription_id, operation, tokens, refilled_at, quiet_until)
  SELECT ${'key'}, operation, tokens, clock_timestamp(), clock_timestamp() + make_interval(secs => ${'seconds'})
  FROM unnest(${'operations'}::text[], ${'bursts'}::float8[]) AS t (operation, tokens) ORDER BY operation
  ON CONFLICT (subscription_id, operation)
  DO UPDATE SET quiet_until = greatest(b.quiet_until, excluded.quiet_until)`;

/** `tokens`: what Azure still counts. */
const lowerStatement = statement<Bucket & BudgetLimit & { tokens: number }>`
  UPDATE arm_budget SET tokens = ${'tokens'}::float8, refilled_at = greatest(refilled_at, clock_timestamp())
  WHERE subscription_id = ${'key'} AND operation = ${'operation'} AND ${'tokens'}::float8 < least(${'burst'}::float8,
    tokens + ${'refillPerSecond'}::float8 * greatest(0, extract(epoch FROM clock_timestamp() - refilled_at)::float8))`;

const quietForStatement = statement<{ key: string }, { waitMs: number }>`
  SELECT coalesce(ceil(greatest(0, extract(epoch FROM max(quiet_until) - clock_timestamp())) * 1000), 0)::int AS "waitMs"
  FROM arm_budget WHERE subscription_id = ${'key'}`;

/** What can be waited for, so that those who wait take nothing from others, and a tenth of the bucket. */
const tokensForOthers = ({ burst, refillPerSecond }: BudgetLimit, longestWaitMs: number): number =>
  Math.min(burst / 2, burst / 10 + (refillPerSecond * longestWaitMs) / 1000);

/** Budgets in the table `arm_budget`. Rejects where the database does. */
export function createArmBudget(pool: Sql, limits: BudgetLimits = armBudgetLimits): ArmBudget {
  const keyOf = (subscriptionId: string): string => subscriptionId.toLowerCase();

  async function takeFrom(taking: Taking): Promise<BudgetGrant | undefined> {
    const { rows } = await pool.query(takeStatement(taking));
    return rows[0];
  }

  return {
    async take(subscriptionId, operation, longestWaitMs, teamId) {
      const limit = limits[operation];
      const bucket = { key: keyOf(subscriptionId), operation };
      const forOthers = tokensForOthers(limit, longestWaitMs);
      const taking = { ...bucket, ...limit, longestWaitMs, teamId: teamId ?? null, forOthers };
      const grant = await takeFrom(taking);
      if (grant) return grant;
      await pool.query(addStatement({ ...bucket, burst: limit.burst }));
      return (await takeFrom(taking)) ?? { granted: false, waitMs: 1_000 };
    },

    async quiet(subscriptionId, asked) {
      const bursts = budgetOperations.map((operation) => limits[operation].burst);
      const seconds = secondsToLeaveAlone(asked);
      const operations = budgetOperations;
      const key = keyOf(subscriptionId);
      await pool.query(quietStatement({ key, operations, bursts, seconds }));
    },

    async lower(subscriptionId, operation, tokens) {
      const bucket = { key: keyOf(subscriptionId), operation };
      await pool.query(lowerStatement({ ...bucket, ...limits[operation], tokens }));
    },

    async quietForMs(subscriptionId) {
      const { rows } = await pool.query(quietForStatement({ key: keyOf(subscriptionId) }));
      return rows[0]?.waitMs ?? 0;
    },
  };
}
