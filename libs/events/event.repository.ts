import { statement, type Sql } from '#libs/database';
import type { ConcernedOperation, ConcernedResource, ToldEvent } from './telling/told.js';

/** Until the transaction ends nobody else numbers: what it numbers is committed before the next one begins. */
export async function becomeNumberer(sql: Sql): Promise<void> {
  await sql.query(`SELECT pg_advisory_xact_lock(hashtext('armature.number_events'))`);
}

const operationsStatement = statement<{ ids: readonly string[] }, ConcernedOperation>`
SELECT id, kind, decision -> 'approval' AS approval FROM operation WHERE id = ANY(${'ids'}::uuid[])`;

/** The operations of these ids, by them. */
export async function readConcernedOperations(
  sql: Sql,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ConcernedOperation>> {
  const { rows } = await sql.query(operationsStatement({ ids }));
  return new Map(rows.map((row) => [row.id, row]));
}

const resourcesStatement = statement<{ ids: readonly string[] }, ConcernedResource>`
SELECT id, kind, name, team_id AS "teamId" FROM resource WHERE id = ANY(${'ids'}::uuid[])`;

/** The resources of these ids, by them. */
export async function readConcernedResources(
  sql: Sql,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ConcernedResource>> {
  const { rows } = await sql.query(resourcesStatement({ ids }));
  return new Map(rows.map((row) => [row.id, row]));
}

const namesStatement = statement<{ ids: readonly string[] }, { id: string; name: string }>`
SELECT id, display_name AS name FROM principal WHERE id = ANY(${'ids'}::uuid[])`;

/** How the principals of these ids are called, by them. */
export async function readNames(
  sql: Sql,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql.query(namesStatement({ ids }));
  return new Map(rows.map(({ id, name }) => [id, name]));
}

const appendStatement = statement<{ told: string }>`
WITH told AS MATERIALIZED (
  SELECT t.* FROM jsonb_to_recordset(${'told'}::jsonb) AS t (place integer, type text, "subjectType" text, "subjectId" uuid,
    "resourceId" uuid, "teamId" uuid, at timestamptz, data jsonb)
), subject AS MATERIALIZED (
  SELECT s.id, coalesce((SELECT e.subject_sequence FROM event e WHERE e.subject_id = s.id ORDER BY e.subject_sequence DESC LIMIT 1), 0)
    AS newest FROM (SELECT DISTINCT "subjectId" AS id FROM told) s
), appended AS (
  INSERT INTO event (sequence, type, subject_type, subject_id, subject_sequence, resource_id, team_id, occurred_at, data)
  SELECT coalesce((SELECT sequence FROM event ORDER BY sequence DESC LIMIT 1), 0) + row_number() OVER (ORDER BY place),
    type, "subjectType", "subjectId", subject.newest + row_number() OVER (PARTITION BY "subjectId" ORDER BY place),
    "resourceId", "teamId", at, data
  FROM told JOIN subject ON subject.id = told."subjectId"
  RETURNING sequence
)
SELECT pg_notify('armature_outbox', json_build_object('topic', 'event.numbered')::text) WHERE EXISTS (SELECT FROM appended)`;

/** Appends them to the feed in their order, and tells those who follow it once that is committed. */
export async function appendEvents(sql: Sql, told: readonly ToldEvent[]): Promise<void> {
  if (told.length === 0) return;
  const rows = told.map((event, place) => ({ ...event, place }));
  await sql.query(appendStatement({ told: JSON.stringify(rows) }));
}

const moveStatement = statement<{ ids: readonly string[] }>`
UPDATE event e SET team_id = r.team_id FROM resource r
WHERE r.id = ANY(${'ids'}::uuid[]) AND e.resource_id = r.id AND e.team_id IS DISTINCT FROM r.team_id`;

/** Gives what was told of these resources to the team that has them now. */
export async function moveEvents(sql: Sql, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await sql.query(moveStatement({ ids }));
}
