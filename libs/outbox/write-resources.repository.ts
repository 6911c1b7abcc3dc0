import { appending } from '#libs/audit';
import { fragment, raw, type Fragment } from '#libs/database';
import { happenedToResource } from './happened.repository.js';
import { tell } from './tell.repository.js';

interface Written<N extends string> {
  /** Names the CTE of the rows written: id, team_id, kind, name and what `returning` adds. */
  as: string;
  /** More columns of it. */
  returning?: Fragment<N>;
  /** The audit event of such a row as JSON, null where it has none. */
  audit: Fragment<N> | 'none';
  /** What `audit` takes from beside the row: a join to the CTE. */
  beside?: Fragment<N>;
  /** Which of the rows are told of; all unless said. */
  toldWhere?: Fragment<N>;
  /** What else the statement tells: a query for topic, operation, resource, team and what happened. */
  alsoTold?: Fragment<N>;
}

interface Changed<N extends string> extends Written<N> {
  /** Assignments to the row `r`. */
  set: Fragment<N>;
  /** Whether the version goes up, and with it the etag: changes that were decided on what was asked before are then refused. */
  raisesVersion: boolean | Fragment<N>;
  /** FROM and WHERE. */
  which: Fragment<N>;
}

interface Made<N extends string> extends Written<N> {
  columns: Fragment<N>;
  /** The query that fills them, and what to do on a conflict. */
  rows: Fragment<N>;
  audit: Fragment<N>;
}

/** CTEs that change rows of `resource`, write their audit rows and tell of them. Nothing else updates the table. */
export const changeResources = <N extends string = never>(change: Changed<N>): Fragment<N> =>
  fragment`${raw(change.as)} AS (
  UPDATE resource r SET ${change.set}${raised(change.raisesVersion)} ${change.which}
  RETURNING r.id, r.team_id, r.kind, r.name, ${happenedToResource} AS happened${further(change)}
), ${toldOf(change)}`;

/** The same for new rows. */
export const makeResources = <N extends string = never>(made: Made<N>): Fragment<N> =>
  fragment`${raw(made.as)} AS (
  INSERT INTO resource AS r (${made.columns}) ${made.rows}
  RETURNING r.id, r.team_id, r.kind, r.name, ${happenedToResource} AS happened${further(made)}
), ${toldOf(made)}`;

const further = <N extends string>({ returning }: Written<N>): Fragment<N> =>
  returning ? fragment`, ${returning}` : raw('');

function raised<N extends string>(raises: boolean | Fragment<N>): Fragment<N> {
  if (typeof raises === 'boolean') return raw(raises ? ', version = r.version + 1' : '');
  return fragment`, version = r.version + CASE WHEN ${raises} THEN 1 ELSE 0 END`;
}

/**
 * The outbox is filled from the audited rows: an INSERT in WITH is always carried out to its end, a SELECT only as far as
 * something reads it.
 */
function toldOf<N extends string>(written: Written<N>): Fragment<N> {
  const { as, audit, beside = raw(''), toldWhere = raw('true'), alsoTold } = written;
  const audited = `${as}_audited`;
  const rows = fragment`SELECT 'resource.changed', NULL::uuid, id, team_id, happened FROM ${raw(audit === 'none' ? as : audited)}
    WHERE ${toldWhere}`;
  const told = fragment`${raw(as)}_told AS (
  ${tell(alsoTold ? fragment`${alsoTold} UNION ALL ${rows}` : rows)}
)`;
  if (audit === 'none') return told;
  return fragment`${raw(audited)} AS MATERIALIZED (
  SELECT ${raw(as)}.*, CASE WHEN (${audit}) IS NOT NULL THEN ${appending(audit)} END FROM ${raw(as)} ${beside}
), ${told}`;
}
