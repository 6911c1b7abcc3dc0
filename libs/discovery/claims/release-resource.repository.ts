import { happenedTo, type NewAuditEvent } from '#libs/audit';
import { fragment, prepared, type Sql } from '#libs/database';
import { addCostTags, changeResources, dropOtherCostTags } from '#libs/outbox';
import type { CostTag } from '#libs/resources';

const inside = fragment`inside AS (
  SELECT id, team_id FROM resource WHERE id = ${'id'}::uuid AND gone_at IS NULL
  UNION ALL SELECT r.id, r.team_id FROM inside JOIN resource r ON r.parent_id = inside.id WHERE r.gone_at IS NULL
)`;

const lockStatement = prepared<{ id: string }, { teamId: string }>`
WITH RECURSIVE ${inside}
SELECT r.team_id AS "teamId" FROM resource r WHERE r.id IN (SELECT id FROM inside) ORDER BY r.id FOR UPDATE`;

/** Holds the resource and all in it against other changes until the transaction ends. Answers whose they are. */
export async function lockInside(sql: Sql, id: string): Promise<string[]> {
  const { rows } = await sql.query(lockStatement({ id }));
  return [...new Set(rows.map(({ teamId }) => teamId))];
}

type Audit = Omit<NewAuditEvent, 'action'>;

const releaseStatement = prepared<{ id: string; audit: string }>`
WITH RECURSIVE ${inside}, ${changeResources({
  as: 'released',
  set: fragment`gone_at = now(), released_at = now()`,
  raisesVersion: true,
  which: fragment`FROM inside WHERE r.id = inside.id`,
  audit: happenedTo(fragment`${'audit'}::jsonb`, 'released', 'released'),
})}
SELECT FROM released`;

/** Lets go of the resource and of all in it. */
export async function writeReleased(sql: Sql, id: string, audit: Audit): Promise<void> {
  await sql.query(releaseStatement({ id, audit: JSON.stringify(audit) }));
}

const costTags = fragment`SELECT id, ${'costTags'}::jsonb FROM released`;

const computeStatement = prepared<{ id: string; audit: string; costTags: string }>`
WITH ${changeResources({
  as: 'released',
  set: fragment`managed = false`,
  raisesVersion: true,
  which: fragment`WHERE r.id = ${'id'}::uuid`,
  audit: happenedTo(fragment`${'audit'}::jsonb`, 'released', 'released'),
})}, ${dropOtherCostTags(costTags)}, ${addCostTags(costTags)}
SELECT FROM released`;

/** Lets go of a compute, which is shown in its workspace as one that was found (ADR 0013), with the tags that it carries. */
export async function writeReleasedCompute(
  sql: Sql,
  id: string,
  audit: Audit,
  carried: readonly CostTag[],
): Promise<void> {
  const values = { id, audit: JSON.stringify(audit), costTags: JSON.stringify(carried) };
  await sql.query(computeStatement(values));
}
