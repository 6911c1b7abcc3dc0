import { statement, type Sql } from '#libs/database';
import type { RequestContext } from '#libs/verbs';
import { rolesOf, type ApprovalRequirement } from './approval-requirement.js';

export const approvalOutcomes = ['APPROVED', 'REJECTED'] as const;
export type ApprovalOutcome = (typeof approvalOutcomes)[number];

/** What somebody says who is asked to agree. */
export interface SaidOfOperation {
  operationId: string;
  principalId: string;
  outcome: ApprovalOutcome;
  comment: string | null;
  channel: RequestContext['channel'];
}

const sayStatement = statement<SaidOfOperation>`
INSERT INTO approval_decision (operation_id, principal_id, outcome, comment, channel)
VALUES (${'operationId'}::uuid, ${'principalId'}::uuid, ${'outcome'}, ${'comment'}, ${'channel'})`;

/** Keeps what was said, in the transaction that holds the operation. */
export async function keepSaid(sql: Sql, said: SaidOfOperation): Promise<void> {
  await sql.query(sayStatement(said));
}

const newestStatement = statement<
  { operationId: string; principalId: string },
  { outcome: ApprovalOutcome }
>`
SELECT outcome FROM approval_decision
WHERE operation_id = ${'operationId'}::uuid AND principal_id = ${'principalId'}::uuid ORDER BY id DESC LIMIT 1`;

/** What somebody said last of an operation; undefined: nothing. */
export async function newestOf(
  sql: Sql,
  operationId: string,
  principalId: string,
): Promise<ApprovalOutcome | undefined> {
  const { rows } = await sql.query(newestStatement({ operationId, principalId }));
  return rows[0]?.outcome;
}

const agreedStatement = statement<
  { operationId: string; roles: readonly string[] },
  { principalId: string; person: string }
>`
SELECT p.id AS "principalId", coalesce(p.entra_object_id, p.id::text) AS person
FROM (SELECT DISTINCT ON (principal_id) principal_id, outcome FROM approval_decision
  WHERE operation_id = ${'operationId'}::uuid ORDER BY principal_id, id DESC) newest
JOIN principal p ON p.id = newest.principal_id
WHERE newest.outcome = 'APPROVED' AND p.disabled_at IS NULL AND (p.entra_object_id IS NOT NULL OR EXISTS (
  SELECT FROM role_assignment a JOIN operation o ON o.id = ${'operationId'}::uuid
  WHERE a.principal_id = p.id AND a.role = ANY (${'roles'}::"Role"[]) AND (a.team_id IS NULL OR a.team_id = o.team_id)))`;

/**
 * Who agrees, each by what they said last, and `person`, which is one under two principals. Who was disabled or lost the role since does
 * not; of people of Entra ID groups and app roles give roles too, which are not known here.
 */
export async function findAgreed(
  sql: Sql,
  operationId: string,
  { role }: Pick<ApprovalRequirement, 'role'>,
): Promise<{ principalId: string; person: string }[]> {
  const { rows } = await sql.query(agreedStatement({ operationId, roles: rolesOf[role] }));
  return rows;
}

/** As many people as agree. */
export const countPeople = (agreed: readonly { person: string }[]): number =>
  new Set(agreed.map(({ person }) => person)).size;

interface Parties {
  askerId: string;
  deciderId: string;
  /** The key that the decider came with; null: none. */
  keyId: string | null;
}

const oneStatement = statement<Parties, { isOne: boolean }>`
WITH RECURSIVE key AS (
  SELECT k.id, k.made_with_id, k.created_by_id, k.principal_id = ${'askerId'}::uuid AS "isAskers"
  FROM api_key k WHERE k.principal_id = ${'askerId'}::uuid OR k.id = ${'keyId'}::uuid
  UNION SELECT m.id, m.made_with_id, m.created_by_id, key."isAskers" FROM key JOIN api_key m ON m.id = key.made_with_id
),
asking AS (SELECT ${'askerId'}::uuid AS id UNION SELECT created_by_id FROM key WHERE "isAskers"),
deciding AS (SELECT ${'deciderId'}::uuid AS id UNION SELECT created_by_id FROM key WHERE NOT "isAskers"),
pair AS (
  SELECT asking.id AS asker, ${'deciderId'}::uuid AS decider FROM asking
  UNION SELECT ${'askerId'}::uuid, deciding.id FROM deciding
  UNION SELECT asking.id, deciding.id FROM asking, deciding WHERE NOT EXISTS (
    SELECT FROM role_assignment a WHERE a.principal_id = asking.id AND a.team_id IS NULL AND a.role = 'ADMIN')
)
SELECT EXISTS (SELECT FROM pair JOIN principal a ON a.id = pair.asker JOIN principal d ON d.id = pair.decider
  WHERE a.kind <> 'SYSTEM' AND (a.id = d.id OR a.entra_object_id = d.entra_object_id)) AS "isOne"`;

/**
 * True where asker and decider are one: the same principal or Entra object, or one of them made the key that the other
 * came with, and knows it, or somebody made both. Of the asker all keys count. Who administers the platform may have made both: they could
 * take away what wants approval.
 */
export async function areOne(sql: Sql, parties: Parties): Promise<boolean> {
  const { rows } = await sql.query(oneStatement(parties));
  return rows[0]?.isOne ?? true;
}

const expiredStatement = statement<{ limit: number }, { id: string }>`
SELECT id FROM operation WHERE status = 'AWAITING_APPROVAL' AND approval_expires_at <= now()
ORDER BY approval_expires_at LIMIT ${'limit'}::integer`;

/** Operations for which nobody can agree any more, at most `limit`. */
export async function findExpired(sql: Sql, limit: number): Promise<string[]> {
  const { rows } = await sql.query(expiredStatement({ limit }));
  return rows.map(({ id }) => id);
}

interface WaitsFor {
  approval: ApprovalRequirement | null;
  isExpired: boolean;
}

const waitsStatement = statement<{ operationId: string }, WaitsFor>`
SELECT nullif(decision -> 'approval', 'null') AS approval, approval_expires_at <= now() AS "isExpired"
FROM operation WHERE id = ${'operationId'}::uuid`;

/** What an operation that awaits approval waits for, as it was kept, and whether its time is over. */
export async function readWaits(sql: Sql, operationId: string): Promise<WaitsFor | undefined> {
  const { rows } = await sql.query(waitsStatement({ operationId }));
  return rows[0];
}
