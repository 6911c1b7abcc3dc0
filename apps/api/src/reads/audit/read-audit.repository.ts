import type { Sql } from '#libs/database';
import type { TeamRow } from '#libs/tenants';
import { Conditions, hidden } from '../pages/conditions.js';
import { keyset, type Page, type PageOf } from '../pages/keyset.js';
import type { PrincipalRow } from '../rows.js';

/** A sealed audit event. */
export interface AuditRow {
  id: string;
  sequence: number;
  occurredAt: Date;
  action: string;
  /** Null in events of older releases. */
  actorName: string | null;
  actorRoles: string[];
  channel: string;
  targetName: string | null;
  targetId: string | null;
  targetKind: string | null;
  operationId: string | null;
  before: object | null;
  after: object | null;
  requestId: string;
  remoteAddress: string | null;
  hash: string;
  previousHash: string;
  actor: PrincipalRow;
  team: TeamRow | null;
}

export interface AuditQuery {
  visible: 'all' | readonly string[];
  ids?: readonly string[];
  actorId?: string;
  action?: string;
  targetId?: string;
  actorIds?: readonly string[];
  actions?: readonly string[];
  targetIds?: readonly string[];
  teamId?: string;
  teamIds?: readonly string[];
  operationId?: string;
  from?: Date;
  to?: Date;
}

const concerns = (teams: string): string =>
  `(e.team_id = ANY (${teams}) OR (e.target_kind = 'Team' AND e.target_id = ANY (${teams})))`;

/**
 * Sealed events the actor may see, latest first: of its teams, and what others did with these teams, as sharing a scope.
 * What concerns no team only those with platform-wide roles see.
 */
export async function readAudit(
  sql: Sql,
  query: AuditQuery,
  page: Page,
): Promise<PageOf<AuditRow>> {
  const { where, values, add } = new Conditions();
  if (query.visible !== 'all') add(query.visible, (p) => concerns(hidden(p, 'uuid[]')));
  add(query.ids, (p) => `e.id = ANY (${hidden(p, 'uuid[]')})`);
  add(query.actorId, (p) => `e.actor_id = ${p}::uuid`);
  add(query.action, (p) => `e.action = ${p}`);
  add(query.targetId, (p) => `e.target_id = ${p}::uuid`);
  add(query.actorIds, (p) => `e.actor_id = ANY (${p}::uuid[])`);
  add(query.actions, (p) => `e.action = ANY (${p}::text[])`);
  add(query.targetIds, (p) => `e.target_id = ANY (${p}::uuid[])`);
  add(query.teamId, (p) => `e.team_id = ${p}::uuid`);
  add(query.teamIds, (p) => `e.team_id = ANY (${p}::uuid[])`);
  add(query.operationId, (p) => `e.operation_id = ${p}::uuid`);
  add(query.from, (p) => `e.occurred_at >= ${p}::timestamptz`);
  add(query.to, (p) => `e.occurred_at < ${p}::timestamptz`);
  return keyset<AuditRow>(sql, page, {
    columns: `e.id, s.sequence, e.occurred_at AS "occurredAt", e.action, e.actor_name AS "actorName",
        e.actor_roles AS "actorRoles", e.channel,
        e.target_name AS "targetName", e.target_id AS "targetId", e.target_kind AS "targetKind",
        e.operation_id AS "operationId", e.before, e.after, e.request_id AS "requestId",
        e.remote_address AS "remoteAddress", s.hash, s.previous_hash AS "previousHash",
        jsonb_build_object('id', p.id, 'kind', p.kind, 'displayName', p.display_name) AS actor,
        CASE WHEN t.id IS NOT NULL THEN jsonb_build_object('id', t.id, 'name', t.name, 'costCenter', t.cost_center) END
          AS team`,
    from: `audit_seal s JOIN audit_event e ON e.id = s.audit_event_id JOIN principal p ON p.id = e.actor_id
        LEFT JOIN team t ON t.id = e.team_id`,
    key: 's.sequence',
    cast: 'integer',
    where,
    values,
    planOnce: where.length === 0 || query.ids !== undefined,
  });
}
