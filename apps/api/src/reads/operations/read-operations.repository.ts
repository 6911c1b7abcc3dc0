import type { Sql } from '#libs/database';
import { mapInTurns } from '../../cost/give-way.js';
import { amongAll } from '../pages/among-all.js';
import { Conditions, hidden, typed } from '../pages/conditions.js';
import { keyset, type Page, type PageOf } from '../pages/keyset.js';
import { addHappenedBetween, addMadeBetween } from '../pages/made-between.js';
import { addNamed } from '../pages/name-patterns.js';
import type { Through } from '../pages/through-holders.js';
import { legibleOperation } from './legible-operation.js';
import type { OperationRow } from '../rows.js';
import { chosen, wholeOperation, type OperationShow } from '../pages/shown.js';

const columns = `o.id, o.kind, o.status, o.target_id AS "targetId", o.target_name AS "targetName",
  o.team_id AS "teamId", o.idempotency_key AS "idempotencyKey", o.plan_id AS "planId", o.error, o.cancel_requested_at AS "cancelRequestedAt",
  o.created_at AS "createdAt", o.started_at AS "startedAt", o.completed_at AS "completedAt"`;
const requestedBy = `(SELECT jsonb_build_object('id', p.id, 'kind', p.kind, 'displayName', p.display_name)
  FROM principal p WHERE p.id = o.requested_by_id) AS "requestedBy"`;
const steps = `(SELECT coalesce(jsonb_agg(jsonb_build_object('name', s.name, 'status', s.status, 'attempt', s.attempt,
    'message', s.message, 'rawState', s.raw_state, 'startedAt', s.started_at, 'completedAt', s.completed_at,
    'error', s.error, 'submitting', coalesce(s.memory->>'submitting', 'false') = 'true') ORDER BY s.position), '[]')
  FROM operation_step s WHERE s.operation_id = o.id) AS steps`;

const approval = `CASE WHEN o.approval_expires_at IS NOT NULL THEN jsonb_build_object(
  'requirement', o.decision -> 'approval', 'findings', coalesce(o.decision -> 'policyFindings', '[]'), 'expiresAt', o.approval_expires_at, 'decisions', (
    SELECT coalesce(jsonb_agg(jsonb_build_object('outcome', d.outcome, 'comment', d.comment, 'at', d.created_at, 'channel', d.channel,
      'by', jsonb_build_object('id', p.id, 'kind', p.kind, 'displayName', p.display_name)) ORDER BY d.id), '[]')
    FROM approval_decision d JOIN principal p ON p.id = d.principal_id WHERE d.operation_id = o.id)) END AS approval`;

/** The columns of an operation `o` that make an OperationRow, without the parts that are not shown. */
export const operationColumns = (show: OperationShow): string =>
  chosen([
    [true, columns],
    [show.requestedBy, requestedBy],
    [show.steps, steps],
    [show.cost, `o.decision -> 'cost' AS cost`],
    [show.approval, approval],
  ]);

/** Whoever may decide: where, and as whom. */
export interface Approver {
  principalId: string;
  /** The teams it administers. */
  administers: 'all' | readonly string[];
}

export interface OperationQuery {
  visible: 'all' | readonly string[];
  ids?: readonly string[];
  status?: string;
  statuses?: readonly string[];
  kind?: string;
  kinds?: readonly string[];
  targetId?: string;
  targetIds?: readonly string[];
  targetNameContains?: string;
  targetNameStartsWith?: string;
  teamId?: string;
  teamIds?: readonly string[];
  requestedById?: string;
  requestedByIds?: readonly string[];
  /** Those that await approval and on which it may decide, by its roles and by who asked. */
  awaiting?: Approver;
  from?: Date;
  to?: Date;
  completedFrom?: Date;
  completedTo?: Date;
  /** All of it where absent. */
  show?: OperationShow;
}

const isNamed =
  (fields: ReadonlySet<string>) =>
  (query: OperationQuery): boolean =>
    Object.entries(query).some(([field, value]) => value !== undefined && !fields.has(field));

const ofTeams: readonly (keyof OperationQuery)[] = ['visible', 'teamId', 'teamIds', 'show'];
const ofOne: readonly (keyof OperationQuery)[] = ['ids', 'targetId', 'requestedById'];

/** Whether rows are sought by values of which some are rare and some are common. */
const isFiltered = isNamed(new Set([...ofTeams, ...ofOne]));

/** Whether more is asked for than those of some teams. */
const isNarrowed = isNamed(new Set(ofTeams));

/** What the operations `o` of these teams, or of all, must be. */
function conditionsOf(
  query: OperationQuery,
  teams: readonly string[] | undefined,
  given: typeof hidden,
): Conditions {
  const conditions = new Conditions();
  const { add } = conditions;
  add(teams, (p) => `o.team_id = ANY (${given(p, 'uuid[]')})`);
  add(query.ids, (p) => `o.id = ANY (${given(p, 'uuid[]')})`);
  add(query.status, (p) => `o.status = ${p}::"OperationStatus"`);
  add(query.statuses, (p) => `o.status = ANY (${p}::"OperationStatus"[])`);
  add(query.kind, (p) => `o.kind = ${p}::text`);
  add(query.kinds, (p) => `o.kind = ANY (${p}::text[])`);
  add(query.targetId, (p) => `o.target_id = ${given(p, 'uuid')}`);
  add(query.targetIds, (p) => `o.target_id = ANY (${p}::uuid[])`);
  add(query.requestedById, (p) => `o.requested_by_id = ${given(p, 'uuid')}`);
  add(query.requestedByIds, (p) => `o.requested_by_id = ANY (${p}::uuid[])`);
  if (query.awaiting) addAwaiting(conditions, query.awaiting);
  addNamed(conditions, 'o.target_name', query.targetNameContains, query.targetNameStartsWith);
  addMadeBetween(conditions, 'o', query.from, query.to);
  addHappenedBetween(conditions, 'o', 'completed_at', query.completedFrom, query.completedTo);
  return conditions;
}

/** The index on what waits for approval leads to these: they are few. */
function addAwaiting({ add }: Conditions, { principalId, administers }: Approver): void {
  add(
    principalId,
    (
      p,
    ) => `o.status = 'AWAITING_APPROVAL' AND o.approval_expires_at > now() AND o.requested_by_id <> ${p}::uuid
      AND NOT EXISTS (SELECT FROM approval_decision d WHERE d.operation_id = o.id AND d.principal_id = ${p}::uuid)
      AND (o.decision -> 'approval' ->> 'principalIds' IS NULL OR o.decision -> 'approval' -> 'principalIds' ? ${p}::text)`,
  );
  add(
    administers === 'all' ? undefined : administers,
    (p) => `(o.decision -> 'approval' ->> 'role' <> 'ADMIN' OR o.team_id = ANY (${p}::uuid[]))`,
  );
}

const ofTeamsOnly = (ids: string): Through => ({
  ids,
  columns: [['o.team_id', 'holder.id']],
  among: [`o.team_id = ANY (${hidden(ids, 'uuid[]')})`],
});

/** Operations the actor may see, newest first, with their steps, in one statement. */
export async function readOperations(
  sql: Sql,
  query: OperationQuery,
  page: Page,
): Promise<PageOf<OperationRow>> {
  const { visible, teamId, teamIds } = query;
  const teams = amongAll(teamId, teamIds, visible === 'all' ? undefined : visible);
  const planOnce = !isFiltered(query);
  const led = teams && !isNarrowed(query) ? teams : undefined;
  const given = planOnce ? hidden : typed;
  const { where, values, bind } = conditionsOf(query, led ? undefined : teams, given);
  const { rows, ...more } = await keyset<OperationRow>(sql, page, {
    columns: operationColumns(query.show ?? wholeOperation),
    from: 'operation o',
    through: led && ofTeamsOnly(bind(led)),
    key: 'o.id',
    cast: 'uuid',
    where,
    values,
    counted: () => ({ from: 'operation o', ...conditionsOf(query, teams, typed) }),
    planOnce,
  });
  return { rows: await mapInTurns(rows, legibleOperation), ...more };
}
