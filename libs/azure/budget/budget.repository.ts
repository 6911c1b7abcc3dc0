import type { Pool } from 'pg';
import { secondsToLeaveAlone } from '#libs/operations';
import {
  type ArmBudget,
  type BudgetGrant,
  type BudgetLimit,
  type BudgetLimits,
  armBudgetLimits,
  budgetOperations,
} from './arm-budget.js';

/**
 * One statement on the database's clock: refill, then take a token or say when there is one. Tokens may go below zero
 * by what is refilled within the longest wait: whoever took such a token sends when it is there, so that waiting needs
 * neither polling nor luck. $3 burst, $4 refill per second, $5 longest wait in ms, $6 team or null, $7 tokens that a
 * team alone in taking leaves in the bucket: one that took a third of what all took lately leaves a third of them. So
 * who comes with little finds some at once, and who comes with much loses no more than that part of the burst.
 */
const takeSql = `
  WITH held AS MATERIALIZED (
    SELECT tokens, refilled_at, quiet_until, clock_timestamp() AS at
    FROM arm_budget WHERE subscription_id = $1 AND operation = $2 FOR UPDATE
  ), filled AS (
    SELECT greatest(at, refilled_at) AS at,
      least($3::float8, tokens + $4::float8 * greatest(0, extract(epoch FROM at - refilled_at)::float8)) AS tokens,
      coalesce(greatest(0, extract(epoch FROM quiet_until - at)::float8), 0) * 1000 AS quiet_ms
    FROM held
  ), taken AS (
    SELECT team_id, tokens * 0.5 ^ (greatest(0, extract(epoch FROM clock_timestamp() - used_at)::float8) / 10) AS tokens
    FROM arm_budget_use WHERE subscription_id = $1 AND operation = $2 AND $6::uuid IS NOT NULL
  ), left_to_others AS (
    SELECT coalesce($7::float8 * sum(tokens) FILTER (WHERE team_id = $6::uuid) / nullif(sum(tokens), 0), 0) AS tokens
    FROM taken
  ), verdict AS (
    SELECT at, f.tokens, quiet_ms, greatest(0, 1 + l.tokens - f.tokens) * 1000 / $4::float8 AS refill_ms
    FROM filled f CROSS JOIN left_to_others l
  ), decided AS (
    SELECT *, quiet_ms = 0 AND refill_ms <= $5::float8 AS granted FROM verdict
  ), counted AS (
    INSERT INTO arm_budget_use AS u (subscription_id, operation, team_id, tokens, used_at)
    SELECT $1, $2, $6::uuid, 1, at FROM decided WHERE granted AND $6::uuid IS NOT NULL
    ON CONFLICT (subscription_id, operation, team_id) DO UPDATE SET used_at = excluded.used_at, tokens = 1 +
      u.tokens * 0.5 ^ (greatest(0, extract(epoch FROM excluded.used_at - u.used_at)::float8) / 10)
  )
  UPDATE arm_budget b
  SET tokens = d.tokens - d.granted::int, refilled_at = d.at
  FROM decided d
  WHERE b.subscription_id = $1 AND b.operation = $2
  RETURNING d.granted, ceil(greatest(d.quiet_ms, d.refill_ms))::int AS "waitMs", b.tokens AS "left"`;

const addSql = `
  INSERT INTO arm_budget (subscription_id, operation, tokens, refilled_at)
  VALUES ($1, $2, $3, clock_timestamp()) ON CONFLICT DO NOTHING`;

const quietSql = `
  INSERT INTO arm_budget AS b (subscription_id, operation, tokens, refilled_at, quiet_until)
  SELECT $1, operation, tokens, clock_timestamp(), clock_timestamp() + make_interval(secs => $4)
  FROM unnest($2::text[], $3::float8[]) AS t (operation, tokens) ORDER BY operation
  ON CONFLICT (subscription_id, operation)
  DO UPDATE SET quiet_until = greatest(b.quiet_until, excluded.quiet_until)`;

/** $3 burst, $4 refill per second, $5 tokens that Azure still counts. */
const lowerSql = `
  UPDATE arm_budget SET tokens = $5::float8, refilled_at = greatest(refilled_at, clock_timestamp())
  WHERE subscription_id = $1 AND operation = $2 AND $5::float8 < least($3::float8,
    tokens + $4::float8 * greatest(0, extract(epoch FROM clock_timestamp() - refilled_at)::float8))`;

const quietForSql = `
  SELECT coalesce(ceil(greatest(0, extract(epoch FROM max(quiet_until) - clock_timestamp())) * 1000), 0)::int AS "waitMs"
  FROM arm_budget WHERE subscription_id = $1`;

/** What can be waited for, so that those who wait take nothing from others, and a tenth of the bucket. */
const tokensForOthers = ({ burst, refillPerSecond }: BudgetLimit, longestWaitMs: number): number =>
  Math.min(burst / 2, burst / 10 + (refillPerSecond * longestWaitMs) / 1000);

/** Budgets in the table `arm_budget`. Rejects where the database does. */
export function createArmBudget(
  pool: Pick<Pool, 'query'>,
  limits: BudgetLimits = armBudgetLimits,
): ArmBudget {
  const keyOf = (subscriptionId: string): string => subscriptionId.toLowerCase();

  async function takeFrom(values: unknown[]): Promise<BudgetGrant | undefined> {
    const { rows } = await pool.query<BudgetGrant>({
      name: 'arm-budget-take',
      text: takeSql,
      values,
    });
    return rows[0];
  }

  return {
    async take(subscriptionId, operation, longestWaitMs, teamId) {
      const limit = limits[operation];
      const { burst, refillPerSecond } = limit;
      const key = keyOf(subscriptionId);
      const values = [
        key,
        operation,
        burst,
        refillPerSecond,
        longestWaitMs,
        teamId ?? null,
        tokensForOthers(limit, longestWaitMs),
      ];
      const grant = await takeFrom(values);
      if (grant) return grant;
      await pool.query(addSql, [key, operation, burst]);
      return (await takeFrom(values)) ?? { granted: false, waitMs: 1_000 };
    },

    async quiet(subscriptionId, seconds) {
      const bursts = budgetOperations.map((operation) => limits[operation].burst);
      const values = [keyOf(subscriptionId), budgetOperations, bursts];
      await pool.query(quietSql, [...values, secondsToLeaveAlone(seconds)]);
    },

    async lower(subscriptionId, operation, tokens) {
      const { burst, refillPerSecond } = limits[operation];
      const values = [keyOf(subscriptionId), operation, burst, refillPerSecond, tokens];
      await pool.query(lowerSql, values);
    },

    async quietForMs(subscriptionId) {
      const { rows } = await pool.query<{ waitMs: number }>(quietForSql, [keyOf(subscriptionId)]);
      return rows[0]?.waitMs ?? 0;
    },
  };
}
