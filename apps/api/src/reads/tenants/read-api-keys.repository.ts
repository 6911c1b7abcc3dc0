import type { Sql } from '#libs/database';
import { administeredTeams, visibleTeams, type TeamRow } from '#libs/tenants';
import type { Actor } from '#libs/verbs';
import { Conditions, hidden } from '../pages/conditions.js';
import { addNamed } from '../pages/name-patterns.js';
import { keyset, type Page, type PageOf } from '../pages/keyset.js';
import type { PrincipalRow } from '../rows.js';

/** An API key without its secret, which nobody has but its owner. */
export interface ApiKeyRow {
  id: string;
  name: string;
  prefix: string;
  expiresAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
  createdAt: Date;
  principal: PrincipalRow;
  /** Null too where the actor does not see the team. */
  team: TeamRow | null;
  createdBy: PrincipalRow | null;
}

export interface ApiKeyQuery {
  ids?: readonly string[] | undefined;
  principalId?: string | undefined;
  teamId?: string | undefined;
  createdById?: string | undefined;
  principalIds?: readonly string[] | undefined;
  teamIds?: readonly string[] | undefined;
  createdByIds?: readonly string[] | undefined;
  nameContains?: string | undefined;
  nameStartsWith?: string | undefined;
  createdFrom?: Date | undefined;
  createdTo?: Date | undefined;
  prefix?: string | undefined;
  /** Whether it works: neither revoked nor past its time. */
  open?: boolean | undefined;
  /** Neither used nor made since. */
  unusedSince?: Date | undefined;
}

/** SQL for the keys that `me` made, and those of itself and of principals all of whose roles hold in `teams`. */
const seenBy = (me: string, teams: string): string => `(k.created_by_id = ${me}::uuid
  OR k.principal_id = ANY (${me}::uuid || ARRAY(SELECT a.principal_id FROM role_assignment a
    WHERE a.team_id = ANY (${teams}::uuid[]) AND NOT EXISTS (SELECT FROM role_assignment o
      WHERE o.principal_id = a.principal_id AND (o.team_id IS NULL OR o.team_id <> ALL (${teams}::uuid[]))))))`;

const works = 'k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())';

const principal = (p: string): string =>
  `jsonb_build_object('id', ${p}.id, 'kind', ${p}.kind, 'displayName', ${p}.display_name)`;

/** Keys that the actor made or may revoke, newest first. */
export async function readApiKeys(
  sql: Sql,
  actor: Actor,
  query: ApiKeyQuery,
  page: Page,
): Promise<PageOf<ApiKeyRow>> {
  const visible = visibleTeams(actor);
  const administered = administeredTeams(actor);
  const { where, values, bind, add } = new Conditions();
  const teams = bind(visible === 'all' ? null : visible);
  if (administered !== 'all') where.push(seenBy(bind(actor.principalId), bind(administered)));
  add(query.ids, (p) => `k.id = ANY (${hidden(p, 'uuid[]')})`);
  add(query.principalId, (p) => `k.principal_id = ${p}::uuid`);
  add(query.teamId, (p) => `k.team_id = ${p}::uuid`);
  add(query.createdById, (p) => `k.created_by_id = ${p}::uuid`);
  add(query.principalIds, (p) => `k.principal_id = ANY (${p}::uuid[])`);
  add(query.teamIds, (p) => `k.team_id = ANY (${p}::uuid[])`);
  add(query.createdByIds, (p) => `k.created_by_id = ANY (${p}::uuid[])`);
  addNamed({ add }, 'k.name', query.nameContains, query.nameStartsWith);
  add(query.createdFrom, (p) => `k.created_at >= ${p}::timestamptz`);
  add(query.createdTo, (p) => `k.created_at < ${p}::timestamptz`);
  add(query.prefix, (p) => `k.prefix = ${p}`);
  add(query.unusedSince, (p) => `coalesce(k.last_used_at, k.created_at) < ${p}::timestamptz`);
  if (query.open !== undefined) where.push(query.open ? works : `NOT (${works})`);
  return keyset<ApiKeyRow>(sql, page, {
    columns: `k.id, k.name, k.prefix, k.expires_at AS "expiresAt", k.revoked_at AS "revokedAt",
        k.last_used_at AS "lastUsedAt", k.created_at AS "createdAt", ${principal('p')} AS principal,
        CASE WHEN t.id IS NOT NULL THEN jsonb_build_object('id', t.id, 'name', t.name, 'costCenter', t.cost_center) END
          AS team,
        CASE WHEN m.id IS NOT NULL THEN ${principal('m')} END AS "createdBy"`,
    from: `api_key k JOIN principal p ON p.id = k.principal_id LEFT JOIN principal m ON m.id = k.created_by_id
        LEFT JOIN team t ON t.id = k.team_id AND (${teams}::uuid[] IS NULL OR t.id = ANY (${teams}::uuid[]))`,
    key: 'k.id',
    name: 'k.name',
    cast: 'uuid',
    where,
    values,
    planOnce: query.ids !== undefined,
  });
}
