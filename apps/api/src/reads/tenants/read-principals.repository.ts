import type { Sql } from '#libs/database';
import { isAllowed, visibleTeams } from '#libs/tenants';
import type { Actor } from '#libs/verbs';
import { containing } from '../pages/containing.js';
import { Conditions } from '../pages/conditions.js';
import { hidden, keyset, type Page, type PageOf } from '../pages/keyset.js';
import type { WholePrincipalRow } from '../rows.js';

export interface PrincipalQuery {
  ids?: readonly string[] | undefined;
  kind?: WholePrincipalRow['kind'] | undefined;
  /** Where it has a role of its own; in a team that the actor does not see nobody has one. */
  teamId?: string | undefined;
  nameContains?: string | undefined;
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
  if (query.teamId !== undefined && !isAllowed(actor, 'view', query.teamId)) where.push('false');
  add(query.teamId && [query.teamId], hasRoleIn);
  add(query.entraObjectId?.toLowerCase(), (p) => `p.entra_object_id = ${p}`);
  add(query.nameContains && containing(query.nameContains), (p) => `p.display_name ILIKE ${p}`);
  if (query.disabled !== undefined)
    where.push(`p.disabled_at IS ${query.disabled ? 'NOT ' : ''}NULL`);
  return keyset<WholePrincipalRow>(sql, page, {
    columns: `p.id, p.kind, p.display_name AS "displayName", p.disabled_at AS "disabledAt",
        p.entra_object_id AS "entraObjectId"`,
    from: `principal p`,
    key: 'p.id',
    cast: 'uuid',
    where,
    values,
    planOnce: query.ids !== undefined,
  });
}
