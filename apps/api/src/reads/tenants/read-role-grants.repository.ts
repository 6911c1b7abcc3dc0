import type { Sql } from '#libs/database';
import { visibleTeams } from '#libs/tenants';
import type { Actor, Role } from '#libs/verbs';
import { Conditions, hidden } from '../pages/conditions.js';
import { keyset, type Page, type PageOf } from '../pages/keyset.js';
import type { RoleGrantRow } from '../rows.js';

export interface RoleGrantQuery {
  ids?: readonly string[] | undefined;
  principalId?: string | undefined;
  entraGroupId?: string | undefined;
  teamId?: string | undefined;
  role?: Role | undefined;
  principalIds?: readonly string[] | undefined;
  entraGroupIds?: readonly string[] | undefined;
  teamIds?: readonly string[] | undefined;
  roles?: readonly Role[] | undefined;
  createdByIds?: readonly string[] | undefined;
  createdFrom?: Date | undefined;
  createdTo?: Date | undefined;
  /** Whether it holds on the whole platform. */
  platformWide?: boolean | undefined;
}

const principal = (p: string): string =>
  `CASE WHEN ${p}.id IS NOT NULL THEN jsonb_build_object('id', ${p}.id, 'kind', ${p}.kind, 'displayName', ${p}.display_name) END`;

/** SQL for the roles that hold in the teams, and those by which whoever asks is somebody. */
const seenBy = (teams: string, own: string, me: string): string =>
  `(a.team_id = ANY (${teams}::uuid[]) OR a.id = ANY (${own}::uuid[]) OR a.principal_id = ${me}::uuid)`;

/** Roles that the actor may see, newest first: its own, those in teams that it sees, or all for platform-wide roles. */
export async function readRoleGrants(
  sql: Sql,
  { principalId, grants, ...actor }: Actor,
  query: RoleGrantQuery,
  page: Page,
): Promise<PageOf<RoleGrantRow>> {
  const { where, values, bind, add } = new Conditions();
  const visible = visibleTeams({ ...actor, principalId, grants });
  const own = grants.flatMap(({ id }) => id ?? []);
  if (visible !== 'all') where.push(seenBy(bind(visible), bind(own), bind(principalId)));
  add(query.ids, (p) => `a.id = ANY (${hidden(p, 'uuid[]')})`);
  add(query.principalId, (p) => `a.principal_id = ${p}::uuid`);
  add(query.entraGroupId, (p) => `a.entra_group_id = ${p}::uuid`);
  add(query.teamId, (p) => `a.team_id = ${p}::uuid`);
  add(query.role, (p) => `a.role = ${p}::"Role"`);
  add(query.principalIds, (p) => `a.principal_id = ANY (${p}::uuid[])`);
  add(query.entraGroupIds, (p) => `a.entra_group_id = ANY (${p}::uuid[])`);
  add(query.teamIds, (p) => `a.team_id = ANY (${p}::uuid[])`);
  add(query.roles, (p) => `a.role = ANY (${p}::"Role"[])`);
  add(query.createdByIds, (p) => `a.created_by_id = ANY (${p}::uuid[])`);
  add(query.createdFrom, (p) => `a.created_at >= ${p}::timestamptz`);
  add(query.createdTo, (p) => `a.created_at < ${p}::timestamptz`);
  if (query.platformWide !== undefined)
    where.push(`a.team_id IS ${query.platformWide ? '' : 'NOT '}NULL`);
  return keyset<RoleGrantRow>(sql, page, {
    columns: `a.id, a.role, a.created_at AS "createdAt", ${principal('p')} AS principal,
        CASE WHEN g.id IS NOT NULL THEN jsonb_build_object('id', g.id, 'objectId', g.object_id, 'tenantId', g.tenant_id) END AS "entraGroup",
        CASE WHEN t.id IS NOT NULL THEN jsonb_build_object('id', t.id, 'name', t.name, 'costCenter', t.cost_center) END
          AS team, ${principal('m')} AS "createdBy"`,
    from: `role_assignment a LEFT JOIN principal p ON p.id = a.principal_id
        LEFT JOIN entra_group g ON g.id = a.entra_group_id LEFT JOIN principal m ON m.id = a.created_by_id
        LEFT JOIN team t ON t.id = a.team_id`,
    key: 'a.id',
    cast: 'uuid',
    where,
    values,
    planOnce: query.ids !== undefined,
  });
}
