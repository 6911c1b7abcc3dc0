import type { Sql } from '#libs/database';
import { mapInTurns } from '../../cost/give-way.js';
import { Conditions } from '../pages/conditions.js';
import { hidden, holders, keyset, typed, type Page, type PageOf } from '../pages/keyset.js';
import { legibleOperation } from './legible-operation.js';
import type { OperationRow } from '../rows.js';
import { chosen, wholeOperation, type OperationShow } from '../pages/shown.js';

const columns = `o.id, o.kind, o.status, o.target_id AS "targetId", o.target_name AS "targetName",
  o.team_id AS "teamId", o.idempotency_key AS "idempotencyKey", o.error, o.cancel_requested_at AS "cancelRequestedAt",
  o.created_at AS "createdAt", o.started_at AS "startedAt", o.completed_at AS "completedAt"`;
const requestedBy = `(SELECT jsonb_build_object('id', p.id, 'kind', p.kind, 'displayName', p.display_name)
  FROM principal p WHERE p.id = o.requested_by_id) AS "requestedBy"`;
const steps = `(SELECT coalesce(jsonb_agg(jsonb_build_object('name', s.name, 'status', s.status, 'attempt', s.attempt,
    'message', s.message, 'rawState', s.raw_state, 'startedAt', s.started_at, 'completedAt', s.completed_at,
    'error', s.error, 'submitting', coalesce(s.memory->>'submitting', 'false') = 'true') ORDER BY s.position), '[]')
  FROM operation_step s WHERE s.operation_id = o.id) AS steps`;

/** The columns of an operation `o` that make an OperationRow, without the parts that are not shown. */
export const operationColumns = (show: OperationShow): string =>
  chosen([
    [true, columns],
    [show.requestedBy, requestedBy],
    [show.steps, steps],
  ]);

export interface OperationQuery {
  visible: 'all' | readonly string[];
  ids?: readonly string[];
  status?: string;
  kind?: string;
  targetId?: string;
  requestedById?: string;
  from?: Date;
  to?: Date;
  /** All of it where absent. */
  show?: OperationShow;
}

/** Whether rows are sought by values of which some are rare and some are common. */
const isFiltered = ({ status, kind, from, to }: OperationQuery): boolean =>
  [status, kind, from, to].some((value) => value !== undefined);

/** Whether more is asked for than those of some teams. */
const isNarrowed = (query: OperationQuery): boolean =>
  isFiltered(query) ||
  [query.ids, query.targetId, query.requestedById].some((value) => value !== undefined);

/** Operations the actor may see, newest first, with their steps, in one statement. */
export async function readOperations(
  sql: Sql,
  query: OperationQuery,
  page: Page,
): Promise<PageOf<OperationRow>> {
  const { where, values, bind, add } = new Conditions();
  const { visible } = query;
  const planOnce = !isFiltered(query);
  const ofTeams = visible !== 'all' && !isNarrowed(query);
  if (visible !== 'all' && !ofTeams)
    add(visible, (p) => `o.team_id = ANY (${(planOnce ? hidden : typed)(p, 'uuid[]')})`);
  add(query.ids, (p) => `o.id = ANY (${hidden(p, 'uuid[]')})`);
  add(query.status, (p) => `o.status = ${p}::"OperationStatus"`);
  add(query.kind, (p) => `o.kind = ${p}::text`);
  add(query.targetId, (p) => `o.target_id = ${hidden(p, 'uuid')}`);
  add(query.requestedById, (p) => `o.requested_by_id = ${hidden(p, 'uuid')}`);
  add(query.from, (p) => `o.created_at >= ${p}::timestamptz`);
  add(query.to, (p) => `o.created_at < ${p}::timestamptz`);
  const { rows, ...more } = await keyset<OperationRow>(sql, page, {
    columns: operationColumns(query.show ?? wholeOperation),
    from: 'operation o',
    ...(ofTeams && {
      through: { of: holders(bind(visible)), columns: [['o.team_id', 'holder.id']] },
    }),
    key: 'o.id',
    cast: 'uuid',
    where,
    values,
    planOnce,
  });
  return { rows: await mapInTurns(rows, legibleOperation), ...more };
}
