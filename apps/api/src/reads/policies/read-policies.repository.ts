import type { Sql } from '#libs/database';
import type { Policy } from '#libs/operations';
import { Conditions, hidden } from '../pages/conditions.js';
import { keyset, type Page, type PageOf } from '../pages/keyset.js';
import type { PrincipalRow } from '../rows.js';

/** A policy as it stands. */
export interface PolicyRow extends Policy {
  createdAt: Date;
  createdBy: PrincipalRow;
}

export interface PolicyQuery {
  /** Those of these teams, and the platform's; `all`: of all teams. */
  visible: 'all' | readonly string[];
  ids?: readonly string[];
  /** Of this team alone. */
  teamId?: string | undefined;
}

const columns = `p.id, p.name, p.description, p.team_id AS "teamId", p.verbs, p.condition, p.effect, p.message, p.approval,
  p.defaults, p.enabled, p.version, p.created_at AS "createdAt",
  (SELECT jsonb_build_object('id', c.id, 'kind', c.kind, 'displayName', c.display_name) FROM principal c
    WHERE c.id = p.created_by_id) AS "createdBy"`;

/** Policies that the actor may see, newest first, in one statement. */
export async function readPolicies(
  sql: Sql,
  { visible, ids, teamId }: PolicyQuery,
  page: Page,
): Promise<PageOf<PolicyRow>> {
  const { where, values, bind, add } = new Conditions();
  where.push('p.deleted_at IS NULL');
  if (visible !== 'all')
    where.push(`(p.team_id IS NULL OR p.team_id = ANY (${hidden(bind(visible), 'uuid[]')}))`);
  add(ids, (p) => `p.id = ANY (${hidden(p, 'uuid[]')})`);
  add(teamId, (p) => `p.team_id = ${hidden(p, 'uuid')}`);
  return keyset<PolicyRow>(sql, page, {
    columns,
    from: 'policy p',
    key: 'p.id',
    cast: 'uuid',
    where,
    values,
    planOnce: true,
  });
}
