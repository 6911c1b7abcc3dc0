import type { Pool } from 'pg';
import { secondsToLeaveAlone } from '#libs/operations';
import type { ArmBudget, BudgetGrant, BudgetLimits } from './arm-budget.js';
import { armBudgetLimits, budgetOperations } from './arm-budget.js';

/**
 * One statement on the database's clock: refill, then take a token or say when there is one. Tokens may go below zero
 * by what is refilled within the longest wait: whoever took such a token sends when it is there, so that waiting needs
 * neither polling nor luck. $3 burst, $4 refill per second, $5 longest wait in ms.
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
  ), verdict AS (
    SELECT at, tokens, quiet_ms, greatest(0, 1 - tokens) * 1000 / $4::float8 AS refill_ms FROM filled
  ), decided AS (
    SELECT *, quiet_ms = 0 AND refill_ms <= $5::float8 AS granted FROM verdict
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
    async take(subscriptionId, operation, longestWaitMs) {
      const { burst, refillPerSecond } = limits[operation];
      const key = keyOf(subscriptionId);
      const values = [key, operation, burst, refillPerSecond, longestWaitMs];
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
