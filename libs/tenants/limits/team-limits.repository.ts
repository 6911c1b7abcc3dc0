import { fragment, statement, type Fragment, type Sql } from '#libs/database';
import { isUuid } from '#libs/kernel';
import type { TeamLimits } from './team-limits.value.js';

/** SQL: TeamLimits of the team `t`. */
export const limitsOfTeam: Fragment = fragment`jsonb_build_object('vCpus', t.limit_vcpus, 'computes', t.limit_computes,
  'hourlyCost', CASE WHEN t.limit_hourly IS NOT NULL THEN
    jsonb_build_object('amount', trim_scale(t.limit_hourly)::text, 'currency', t.limit_currency) END)`;

/** SQL: whether the team `t` has any. */
export const hasLimits: Fragment = fragment`(t.limit_vcpus IS NOT NULL OR t.limit_computes IS NOT NULL OR t.limit_hourly IS NOT NULL)`;

interface LimitedTeam {
  name: string;
  limits: TeamLimits;
}

const holdStatement = statement<{ teamId: string }, LimitedTeam>`
SELECT t.name, ${limitsOfTeam} AS limits FROM team t
WHERE t.id = ${'teamId'}::uuid AND t.deleted_at IS NULL FOR NO KEY UPDATE`;

/** The team's limits, held until the transaction ends: what it asks for meanwhile waits. Undefined where there is no such team. */
export async function holdLimits(sql: Sql, teamId: string): Promise<LimitedTeam | undefined> {
  if (!isUuid(teamId)) return undefined;
  const { rows } = await sql.query(holdStatement({ teamId }));
  return rows[0];
}

interface Written {
  teamId: string;
  vCpus: number | null;
  computes: number | null;
  amount: string | null;
  currency: string | null;
}

const writeStatement = statement<Written>`
UPDATE team SET limit_vcpus = ${'vCpus'}::integer, limit_computes = ${'computes'}::integer,
  limit_hourly = ${'amount'}::numeric, limit_currency = ${'currency'}::text
WHERE id = ${'teamId'}::uuid`;

export async function writeLimits(
  sql: Sql,
  teamId: string,
  { vCpus, computes, hourlyCost }: TeamLimits,
): Promise<void> {
  const { amount = null, currency = null } = hourlyCost ?? {};
  await sql.query(writeStatement({ teamId, vCpus, computes, amount, currency }));
}
