import type { Sql } from '#libs/database';
import type { CostEstimate } from '#libs/estimates';
import type { DomainError, Warning } from '#libs/kernel';
import type { ApprovalRequirement, PolicyFinding } from '#libs/operations';
import type { Consequences, PlannedChange } from '#libs/plans';
import type { QuotaCheck } from '#libs/quotas';
import type { TeamRow } from '#libs/tenants';
import { amongAll } from '../pages/among-all.js';
import { Conditions, hidden, typed } from '../pages/conditions.js';
import { keyset, type Page, type PageOf } from '../pages/keyset.js';
import { addMadeBetween } from '../pages/made-between.js';
import type { Through } from '../pages/through-holders.js';
import type { PrincipalRow } from '../rows.js';

/** A plan with what became of it. */
export interface PlanRow {
  id: string;
  verb: string;
  targetId: string | null;
  targetName: string;
  changes: PlannedChange[];
  consequences: Consequences;
  warnings: Warning[];
  refusals: DomainError[];
  cost: CostEstimate | null;
  quota: QuotaCheck | null;
  policyFindings: PolicyFinding[];
  /** Null: nobody has to agree. */
  approval: ApprovalRequirement | null;
  createdAt: Date;
  expiresAt: Date;
  /** Whether its hour is over, or what it would change is otherwise by now. */
  stale: boolean;
  /** What carries it out; null: nothing yet. */
  operationId: string | null;
  team: TeamRow;
  createdBy: PrincipalRow;
}

export interface PlanQuery {
  visible: 'all' | readonly string[];
  ids?: readonly string[];
  verbs?: readonly string[];
  targetIds?: readonly string[];
  teamIds?: readonly string[];
  createdByIds?: readonly string[];
  createdFrom?: Date;
  createdTo?: Date;
}

const columns = `p.id, p.verb, p.target_id AS "targetId", p.target_name AS "targetName", p.changes, p.consequences, p.warnings,
  p.refusals, p.decision -> 'cost' AS cost, p.decision -> 'quota' AS quota,
  coalesce(p.decision -> 'policyFindings', '[]') AS "policyFindings", nullif(p.decision -> 'approval', 'null') AS approval,
  p.created_at AS "createdAt", p.expires_at AS "expiresAt",
  (p.expires_at <= now() OR (p.target_id IS NOT NULL AND NOT EXISTS (SELECT FROM resource r WHERE r.id = p.target_id
    AND r.version = p.target_version AND r.gone_at IS NULL))) AS stale,
  (SELECT o.id FROM operation o WHERE o.plan_id = p.id) AS "operationId",
  (SELECT jsonb_build_object('id', t.id, 'name', t.name, 'costCenter', t.cost_center) FROM team t WHERE t.id = p.team_id)
    AS team,
  (SELECT jsonb_build_object('id', c.id, 'kind', c.kind, 'displayName', c.display_name) FROM principal c
    WHERE c.id = p.created_by_id) AS "createdBy"`;

function conditionsOf(
  query: PlanQuery,
  teams: readonly string[] | undefined,
  given: typeof hidden,
): Conditions {
  const conditions = new Conditions();
  const { add } = conditions;
  add(teams, (p) => `p.team_id = ANY (${given(p, 'uuid[]')})`);
  add(query.ids, (p) => `p.id = ANY (${given(p, 'uuid[]')})`);
  add(query.verbs, (p) => `p.verb = ANY (${p}::text[])`);
  add(query.targetIds, (p) => `p.target_id = ANY (${p}::uuid[])`);
  add(query.createdByIds, (p) => `p.created_by_id = ANY (${p}::uuid[])`);
  addMadeBetween(conditions, 'p', query.createdFrom, query.createdTo);
  return conditions;
}

const ofTeamsOnly = (ids: string): Through => ({
  ids,
  columns: [['p.team_id', 'holder.id']],
  among: [`p.team_id = ANY (${hidden(ids, 'uuid[]')})`],
});

/** Plans of teams that the actor may see, newest first, in one statement. */
export async function readPlans(sql: Sql, query: PlanQuery, page: Page): Promise<PageOf<PlanRow>> {
  const { visible, teamIds, ids, ...narrowing } = query;
  const isNarrowed = Object.values(narrowing).some((value) => value !== undefined);
  const teams = amongAll(teamIds, visible === 'all' ? undefined : visible);
  const led = ids === undefined && !isNarrowed ? teams : undefined;
  const given = isNarrowed ? typed : hidden;
  const { where, values, bind } = conditionsOf(query, led ? undefined : teams, given);
  return keyset<PlanRow>(sql, page, {
    columns,
    from: 'plan p',
    through: led && ofTeamsOnly(bind(led)),
    key: 'p.id',
    cast: 'uuid',
    where,
    values,
    counted: () => ({ from: 'plan p', ...conditionsOf(query, teams, typed) }),
    planOnce: !isNarrowed,
  });
}
