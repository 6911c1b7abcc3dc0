import type { Sql } from '#libs/database';
import { isAllowed, visibleTeams } from '#libs/tenants';
import type { Actor } from '#libs/verbs';
import { addNamed } from '../pages/name-patterns.js';
import { Conditions, hidden } from '../pages/conditions.js';
import { keyset, type Page, type PageOf } from '../pages/keyset.js';
import type { WholePrincipalRow } from '../rows.js';

export interface PrincipalQuery {
  ids?: readonly string[] | undefined;
  kind?: WholePrincipalRow['kind'] | undefined;
  kinds?: readonly string[] | undefined;
  /** Where it has a role of its own; in a team that the actor does not see nobody has one. */
  teamId?: string | undefined;
  /** Likewise, in any of them. */
  teamIds?: readonly string[] | undefined;
  nameContains?: string | undefined;
  nameStartsWith?: string | undefined;
  createdFrom?: Date | undefined;
  createdTo?: Date | undefined;
  entraObjectId?: string | undefined;
  disabled?: boolean | undefined;
}

/** SQL for the principals with a role in one of the teams. */
const hasRoleIn = (teams: string): string =>
  `EXISTS (SELECT FROM role_assignment a WHERE a.principal_id = p.id AND a.team_id = ANY (${teams}::uuid[]))`;

/**
 * Principals that the actor may see, newest first: itself, who has a role in a team that it sees, or all for platform-wide
 * roles.
 */
export async function readPrincipals(
  sql: Sql,
  actor: Actor,
  query: PrincipalQuery,
  page: Page,
): Promise<PageOf<WholePrincipalRow>> {
  const { where, values, bind, add } = new Conditions();
  const visible = visibleTeams(actor);
  if (visible !== 'all')
    where.push(`(p.id = ${bind(actor.principalId)}::uuid OR ${hasRoleIn(bind(visible))})`);
  add(query.ids, (p) => `p.id = ANY (${hidden(p, 'uuid[]')})`);
  add(query.kind, (p) => `p.kind = ${p}::"PrincipalKind"`);
  add(query.kinds, (p) => `p.kind = ANY (${p}::"PrincipalKind"[])`);
  const seen = (teamId: string): boolean => isAllowed(actor, 'view', teamId);
  add(query.teamId && [query.teamId].filter(seen), hasRoleIn);
  add(query.teamIds?.filter(seen), hasRoleIn);
  add(query.entraObjectId?.toLowerCase(), (p) => `p.entra_object_id = ${p}`);
  addNamed({ add }, 'p.display_name', query.nameContains, query.nameStartsWith);
  add(query.createdFrom, (p) => `p.created_at >= ${p}::timestamptz`);
  add(query.createdTo, (p) => `p.created_at < ${p}::timestamptz`);
  if (query.disabled !== undefined)
    where.push(`p.disabled_at IS ${query.disabled ? 'NOT ' : ''}NULL`);
  return keyset<WholePrincipalRow>(sql, page, {
    columns: `p.id, p.kind, p.display_name AS "displayName", p.disabled_at AS "disabledAt",
        p.entra_object_id AS "entraObjectId"`,
    from: `principal p`,
    key: 'p.id',
    name: 'p.display_name',
    cast: 'uuid',
    where,
    values,
    planOnce: query.ids !== undefined,
  });
}
