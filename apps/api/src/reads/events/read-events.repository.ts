import { prepared, type Sql } from '#libs/database';
import type { NumberedEvent } from '#libs/events';
import type { TeamRow } from '#libs/tenants';
import { amongAll } from '../pages/among-all.js';
import { Conditions, hidden, typed } from '../pages/conditions.js';
import { keyset, type Page, type PageOf } from '../pages/keyset.js';
import type { Through } from '../pages/through-holders.js';
import { oldestFirst } from './event-place.input.js';

export interface EventRow extends NumberedEvent {
  team: TeamRow | null;
}

export interface EventQuery {
  visible: 'all' | readonly string[];
  ids?: readonly string[];
  type?: string;
  types?: readonly string[];
  subjectId?: string;
  subjectIds?: readonly string[];
  teamId?: string;
  teamIds?: readonly string[];
}

const columns = `e.id, e.sequence::text, e.type, e.subject_type AS "subjectType", e.subject_id AS "subjectId",
  e.subject_sequence AS "subjectSequence", e.team_id AS "teamId", e.occurred_at AS "occurredAt", e.data,
  (SELECT jsonb_build_object('id', t.id, 'name', t.name, 'costCenter', t.cost_center) FROM team t WHERE t.id = e.team_id)
    AS team`;

function conditionsOf(
  query: EventQuery,
  teams: readonly string[] | undefined,
  given: typeof hidden,
): Conditions {
  const conditions = new Conditions();
  const { add } = conditions;
  add(teams, (p) => `e.team_id = ANY (${given(p, 'uuid[]')})`);
  add(query.ids, (p) => `e.id = ANY (${given(p, 'uuid[]')})`);
  add(query.type, (p) => `e.type = ${p}`);
  add(query.types, (p) => `e.type = ANY (${p}::text[])`);
  add(query.subjectId, (p) => `e.subject_id = ${p}::uuid`);
  add(query.subjectIds, (p) => `e.subject_id = ANY (${p}::uuid[])`);
  return conditions;
}

const ofTeamsOnly = (ids: string): Through => ({
  ids,
  columns: [['e.team_id', 'holder.id']],
  among: [`e.team_id = ANY (${hidden(ids, 'uuid[]')})`],
});

/**
 * Events of what the actor's teams have now, by their numbers. What concerns no team only those with platform-wide roles
 * see.
 */
export async function readEvents(
  sql: Sql,
  { visible, ids, teamId, teamIds, ...narrowing }: EventQuery,
  page: Page,
): Promise<PageOf<EventRow>> {
  const isNarrowed = Object.values(narrowing).some((value) => value !== undefined);
  const asked = amongAll(teamIds, teamId === undefined ? undefined : [teamId]);
  const teams = amongAll(asked, visible === 'all' ? undefined : visible);
  const led = ids === undefined && !isNarrowed ? teams : undefined;
  const query = { visible, ...narrowing, ...(ids && { ids }) };
  const { where, values, bind } = conditionsOf(
    query,
    led ? undefined : teams,
    isNarrowed ? typed : hidden,
  );
  return keyset<EventRow>(sql, page, {
    columns,
    from: 'event e',
    through: led && ofTeamsOnly(bind(led)),
    key: 'e.sequence',
    cast: 'bigint',
    where,
    values,
    counted: () => ({ from: 'event e', ...conditionsOf(query, teams, typed) }),
    planOnce: !isNarrowed,
  });
}

/** Events that come next for a follower. */
export interface NextEvents {
  rows: EventRow[];
  /** The number up to which all were looked at: where to go on. */
  until: string;
  isMore: boolean;
}

const readAtOnce = 50;

const newestStatement = prepared<object, { newest: string }>`
SELECT coalesce((SELECT e.sequence FROM event e ORDER BY e.sequence DESC LIMIT 1), 0)::text AS newest`;

/** The number of the newest event; 0 where there is none. */
export async function readNewest(sql: Sql): Promise<string> {
  const { rows } = await sql.query(newestStatement({}));
  return rows[0]?.newest ?? '0';
}

/**
 * The next events behind a number. Who is let see few goes on behind all there were, and never looks through the same
 * twice: what has a number below the newest was there before that was asked for.
 */
export async function readNext(sql: Sql, query: EventQuery, after: string): Promise<NextEvents> {
  const newest = await readNewest(sql);
  if (BigInt(newest) <= BigInt(after)) return { rows: [], until: after, isMore: false };
  const page = { order: oldestFirst, first: readAtOnce, after: { key: after } };
  const { rows, hasNextPage } = await readEvents(sql, query, page);
  const last = rows.at(-1)?.sequence ?? after;
  const isPast = !hasNextPage && BigInt(last) < BigInt(newest);
  return { rows, until: isPast ? newest : last, isMore: hasNextPage };
}
