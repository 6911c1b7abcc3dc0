import { statement, type Sql } from '#libs/database';
import { hasLimits } from '#libs/tenants';
import type { Decision } from '../decision.js';
import { ceilingValues } from './ceiling-values.rules.js';

/** What an operation was to make of its target when it was accepted, where the team that pays has limits. */
export interface LimitedOperation {
  teamId: string;
  targetId: string;
  ceiling: Decision['ceiling'];
}

const holdStatement = statement<{ operationId: string }, LimitedOperation>`
SELECT t.id AS "teamId", o.target_id AS "targetId", o.decision -> 'ceiling' AS ceiling
FROM operation o JOIN team t ON t.id = o.team_id WHERE o.id = ${'operationId'}::uuid AND ${hasLimits} FOR NO KEY UPDATE OF t`;

/** Holds the limits of the team that pays for an operation until the transaction ends; undefined where it has none. */
export async function holdLimitsOf(
  sql: Sql,
  operationId: string,
): Promise<LimitedOperation | undefined> {
  const { rows } = await sql.query(holdStatement({ operationId }));
  return rows[0];
}

interface Weighed {
  targetId: string;
  vCpus: number | null;
  hourly: string | null;
  currency: string | null;
}

const weighStatement = statement<Weighed>`
UPDATE compute_ceiling SET vcpus = greatest(vcpus, ${'vCpus'}::bigint),
  hourly = CASE WHEN currency = ${'currency'}::text THEN greatest(hourly, ${'hourly'}::numeric) ELSE ${'hourly'}::numeric END,
  currency = ${'currency'}::text, weighed_at = now() WHERE resource_id = ${'targetId'}::uuid`;

/** Counts the target as what the operation makes of it, or what it is, whichever is more. */
export async function weighAgain(
  sql: Sql,
  { targetId, ceiling }: Pick<LimitedOperation, 'targetId' | 'ceiling'>,
): Promise<void> {
  const { vCpus, hourly, currency } = ceilingValues(ceiling);
  await sql.query(weighStatement({ targetId, vCpus, hourly, currency }));
}
