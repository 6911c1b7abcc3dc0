import { prepared, raw, statement, type Fragment, type Sql } from '#libs/database';

const facts = (row: 'old' | 'new'): string =>
  `jsonb_strip_nulls(jsonb_build_object('state', ${row}.provisioning_state, 'machine', ${row}.observed -> 'state',
    'nodes', ${row}.observed -> 'nodeCounts', 'isGone', ${row}.gone_at IS NOT NULL, 'teamId', ${row}.team_id))`;

/**
 * SQL: what events tell of a row of `resource` that a statement returns, before and after; null where none of it is
 * another. Of a new row there is no before.
 */
export const happenedToResource: Fragment = raw(
  `CASE WHEN ${facts('old')} IS DISTINCT FROM ${facts('new')}
    THEN jsonb_build_object('before', CASE WHEN old.id IS NOT NULL THEN ${facts('old')} END, 'after', ${facts('new')}) END`,
);

/** What a committed statement says has happened, and nobody has numbered yet. */
export interface Happening {
  /** bigint, as text: what happened to one thing has them in its order. */
  id: string;
  operationId: string | null;
  resourceId: string | null;
  teamId: string | null;
  /** As PostgreSQL writes it, to the microsecond. */
  at: string;
  happened: unknown;
}

const anyStatement = prepared<object, { any: boolean }>`
SELECT EXISTS (SELECT FROM outbox_event WHERE happened IS NOT NULL) AS any`;

/** Whether there is anything to number. */
export async function hasHappenings(sql: Sql): Promise<boolean> {
  const { rows } = await sql.query(anyStatement({}));
  return rows[0]?.any ?? false;
}

const happeningsStatement = statement<{ limit: number }, Happening>`
SELECT id::text, operation_id AS "operationId", resource_id AS "resourceId", team_id AS "teamId", created_at::text AS at, happened
FROM outbox_event WHERE happened IS NOT NULL ORDER BY outbox_event.id LIMIT ${'limit'}::integer`;

/** What happened and is not numbered yet, at most `limit`: what is committed by now. */
export async function readHappenings(sql: Sql, limit: number): Promise<Happening[]> {
  const { rows } = await sql.query(happeningsStatement({ limit }));
  return rows;
}

const numberedStatement = statement<{ ids: readonly string[] }>`
UPDATE outbox_event SET happened = NULL WHERE id = ANY(${'ids'}::bigint[])`;

/** Says that it is numbered, in the transaction that numbers it. */
export async function markNumbered(sql: Sql, ids: readonly string[]): Promise<void> {
  await sql.query(numberedStatement({ ids }));
}
