import { fragment, prepared, statement, type Sql } from '#libs/database';
import { isUuid } from '#libs/kernel';
import type { Policy, PolicyRule } from '#libs/operations';

const columns = fragment`p.id, p.name, p.description, p.team_id AS "teamId", p.verbs, p.condition, p.effect, p.message,
  p.approval, p.defaults, p.enabled, p.version`;

/** Raises the number by which whoever decides knows that policies are otherwise than they were read. */
const raised = fragment`raised AS (
  INSERT INTO policy_revision AS known (revision) VALUES (1) ON CONFLICT (id) DO UPDATE SET revision = known.revision + 1
)`;

/** JSON of a rule as a row, `r`. */
const asRow = fragment`jsonb_to_record(${'rule'}::jsonb) AS r (name text, description text, "teamId" uuid, verbs text[],
  condition text, effect text, message text, approval jsonb, defaults jsonb, enabled boolean, "createdById" uuid)`;

const insertStatement = statement<{ rule: string }, { id: string }>`
WITH ${raised}
INSERT INTO policy (name, description, team_id, verbs, condition, effect, message, approval, defaults, enabled, created_by_id)
SELECT r.name, r.description, r."teamId", r.verbs, r.condition, r.effect, r.message, r.approval, r.defaults, r.enabled,
  r."createdById" FROM ${asRow}
RETURNING id`;

/** Keeps a new policy; answers its id. Rejects with what `isPolicyNameTaken` knows where another has its name. */
export async function insertPolicy(
  sql: Sql,
  rule: PolicyRule & { teamId: string | null; createdById: string },
): Promise<string> {
  const { rows } = await sql.query(insertStatement({ rule: JSON.stringify(rule) }));
  return rows[0]?.id ?? '';
}

const holdStatement = statement<{ id: string }, Policy>`
SELECT ${columns} FROM policy p WHERE p.id = ${'id'}::uuid AND p.deleted_at IS NULL FOR UPDATE`;

/** The policy, held until the transaction ends; undefined where there is none. */
export async function holdPolicy(sql: Sql, id: string): Promise<Policy | undefined> {
  if (!isUuid(id)) return undefined;
  const { rows } = await sql.query(holdStatement({ id }));
  return rows[0];
}

const findStatement = prepared<{ id: string }, Policy>`
SELECT ${columns} FROM policy p WHERE p.id = ${'id'}::uuid AND p.deleted_at IS NULL`;

export async function findPolicy(sql: Sql, id: string): Promise<Policy | undefined> {
  const { rows } = await sql.query(findStatement({ id }));
  return rows[0];
}

const updateStatement = statement<{ id: string; rule: string }>`
WITH ${raised}
UPDATE policy p SET name = r.name, description = r.description, verbs = r.verbs, condition = r.condition, effect = r.effect,
  message = r.message, approval = r.approval, defaults = r.defaults, enabled = r.enabled, version = p.version + 1
FROM ${asRow} WHERE p.id = ${'id'}::uuid`;

/** Rejects as `insertPolicy` does. */
export async function updatePolicyRow(sql: Sql, id: string, rule: PolicyRule): Promise<void> {
  await sql.query(updateStatement({ id, rule: JSON.stringify(rule) }));
}

const deleteStatement = statement<{ id: string }>`
WITH ${raised}
UPDATE policy SET deleted_at = now(), version = version + 1 WHERE id = ${'id'}::uuid`;

export async function deletePolicyRow(sql: Sql, id: string): Promise<void> {
  await sql.query(deleteStatement({ id }));
}

/** Whether a statement failed because there is a policy of that name. */
export const isPolicyNameTaken = (error: unknown): boolean =>
  (error as { constraint?: unknown }).constraint === 'policy_name_key';

const countStatement = statement<{ teamId: string | null }, { count: number }>`
SELECT count(*)::integer AS count FROM policy p
WHERE p.team_id IS NOT DISTINCT FROM ${'teamId'}::uuid AND p.deleted_at IS NULL`;

/** How many policies the team has, or the platform. */
export async function countPolicies(sql: Sql, teamId: string | null): Promise<number> {
  const { rows } = await sql.query(countStatement({ teamId }));
  return rows[0]?.count ?? 0;
}

const enabledStatement = prepared<object, { revision: number; policies: Policy[] }>`
SELECT coalesce((SELECT revision FROM policy_revision), 0) AS revision, coalesce((
  SELECT jsonb_agg(to_jsonb(of) ORDER BY of.id) FROM (
    SELECT ${columns} FROM policy p WHERE p.enabled AND p.deleted_at IS NULL) AS of), '[]') AS policies`;

/** All policies that decide something, and of which revision they are. */
export async function readEnabledPolicies(
  sql: Sql,
): Promise<{ revision: number; policies: Policy[] }> {
  const { rows } = await sql.query(enabledStatement({}));
  return rows[0] ?? { revision: 0, policies: [] };
}

const revisionStatement = prepared<object, { revision: number }>`
SELECT coalesce((SELECT revision FROM policy_revision), 0) AS revision`;

export async function readPolicyRevision(sql: Sql): Promise<number> {
  const { rows } = await sql.query(revisionStatement({}));
  return rows[0]?.revision ?? 0;
}
