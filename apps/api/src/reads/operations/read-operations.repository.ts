import type { Sql } from '#libs/database';
import { mapInTurns } from '../../cost/give-way.js';
import { keyset, type Page, type PageOf } from '../pages/keyset.js';
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

/** Operations the actor may see, newest first, with their steps, in one statement. */
export async function readOperations(
  sql: Sql,
  query: OperationQuery,
  page: Page,
): Promise<PageOf<OperationRow>> {
  const values: unknown[] = [];
  const where: string[] = [];
  const add = (value: unknown, clause: (parameter: string) => string): void => {
    if (value !== undefined) where.push(clause(`$${values.push(value)}`));
  };
  if (query.visible !== 'all') add(query.visible, (p) => `o.team_id = ANY (${p}::uuid[])`);
  add(query.ids, (p) => `o.id = ANY (${p}::uuid[])`);
  add(query.status, (p) => `o.status = ${p}::"OperationStatus"`);
  add(query.kind, (p) => `o.kind = ${p}::text`);
  add(query.targetId, (p) => `o.target_id = ${p}::uuid`);
  add(query.requestedById, (p) => `o.requested_by_id = ${p}::uuid`);
  add(query.from, (p) => `o.created_at >= ${p}::timestamptz`);
  add(query.to, (p) => `o.created_at < ${p}::timestamptz`);
  const { rows, ...more } = await keyset<OperationRow>(sql, page, {
    select: `SELECT ${operationColumns(query.show ?? wholeOperation)} FROM operation o`,
    key: 'o.id',
    cast: 'uuid',
    where,
    values,
    planOnce: query.status === undefined && query.kind === undefined && !query.from && !query.to,
  });
  return { rows: await mapInTurns(rows, legibleOperation), ...more };
}
