import { appending } from '#libs/audit';
import { fragment, prepared, type Sql } from '#libs/database';
import type { DomainError, Warning } from '#libs/kernel';
import type { Decision } from '#libs/operations';
import type { Consequences, PlannedChange } from './planned-change.js';

/** A plan as it is kept. */
export interface KeptPlan {
  id: string;
  verb: string;
  /** The verb's input, parsed. */
  input: Record<string, unknown>;
  teamId: string;
  /** Null: it would be made. */
  targetId: string | null;
  targetName: string;
  targetVersion: number | null;
  changes: PlannedChange[];
  consequences: Consequences;
  warnings: readonly Warning[];
  /** Empty: it can be applied. */
  refusals: readonly DomainError[];
  /** Null where it was made before decisions were kept. */
  decision: Decision | null;
  createdById: string;
}

const keepStatement = prepared<{ plan: string; audit: string; minutes: number }, { id: string }>`
WITH kept AS (
  INSERT INTO plan (id, verb, input, team_id, target_id, target_name, target_version, changes, consequences, warnings,
    refusals, decision, created_by_id, expires_at)
  SELECT p.id, p.verb, p.input, p."teamId", p."targetId", p."targetName", p."targetVersion", p.changes, p.consequences,
    p.warnings, p.refusals, p.decision, p."createdById", now() + ${'minutes'}::integer * interval '1 minute'
  FROM jsonb_to_record(${'plan'}::jsonb) AS p (id uuid, verb text, input jsonb, "teamId" uuid, "targetId" uuid,
    "targetName" text, "targetVersion" integer, changes jsonb, consequences jsonb, warnings jsonb, refusals jsonb,
    decision jsonb, "createdById" uuid)
  RETURNING id
)
SELECT kept.id, ${appending(fragment`${'audit'}::jsonb`)} FROM kept`;

/** Keeps a plan with its audit row. It can be applied for so many minutes. */
export async function keepPlan(
  sql: Sql,
  plan: KeptPlan,
  audit: string,
  minutes: number,
): Promise<void> {
  await sql.query(keepStatement({ plan: JSON.stringify(plan), audit, minutes }));
}

export interface FoundPlan extends KeptPlan {
  isExpired: boolean;
  /** What carries it out; null: nothing yet. */
  operationId: string | null;
}

const findStatement = prepared<{ id: string | null }, FoundPlan>`
SELECT p.id, p.verb, p.input, p.team_id AS "teamId", p.target_id AS "targetId", p.target_name AS "targetName",
  p.target_version AS "targetVersion", p.changes, p.consequences, p.warnings, p.refusals, p.decision,
  p.created_by_id AS "createdById", p.expires_at <= now() AS "isExpired",
  (SELECT o.id FROM operation o WHERE o.plan_id = p.id) AS "operationId"
FROM plan p WHERE p.id = ${'id'}::uuid`;

export async function findPlan(sql: Sql, id: string | null): Promise<FoundPlan | undefined> {
  const { rows } = await sql.query(findStatement({ id }));
  return rows[0];
}
