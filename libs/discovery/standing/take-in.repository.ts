import { happenedTo } from '#libs/audit';
import { fragment, prepared, type Sql } from '#libs/database';
import type { StandingWorkspace } from '#libs/operations';
import { addCostTags, changeResources } from '#libs/outbox';
import type { CostTag } from '#libs/resources';

const clockStatement = prepared<object, { now: string }>`SELECT now()::text AS now`;

/** The database's clock, as it writes it. */
export async function readClock(sql: Sql): Promise<string> {
  const { rows } = await sql.query(clockStatement({}));
  return rows[0]?.now ?? '';
}

interface AskedNext {
  holderId: string;
  after: string | null;
}

const nextStatement = prepared<AskedNext, StandingWorkspace>`
SELECT id, arm_id AS "armId" FROM resource
WHERE parent_id = ${'holderId'}::uuid AND kind = 'WORKSPACE' AND gone_at IS NULL
  AND (${'after'}::uuid IS NULL OR id > ${'after'}::uuid)
ORDER BY id LIMIT 1`;

/** The workspace of the group after that one. */
export async function readNextWorkspace(
  sql: Sql,
  holderId: string,
  after: string | null,
): Promise<StandingWorkspace | undefined> {
  const { rows } = await sql.query(nextStatement({ holderId, after }));
  return rows[0];
}

/** What has rows already and becomes a team's own. */
export interface TakenIn {
  holderId: string;
  teamId: string;
  /** ARM ids in lower case. */
  armIdKeys: readonly string[];
  /** Cost tags of the team, over those that it carries. */
  costTags: readonly CostTag[];
  /** Who, and by which operation. */
  audit: object;
}
type Taken = Omit<TakenIn, 'costTags' | 'audit'> & { costTags: string; audit: string };

const claimed = happenedTo(fragment`${'audit'}::jsonb`, 'taken', 'claimed');

/** What nobody has managed so far (ADR 0013), in what holds it. */
const computesStatement = prepared<Taken, { count: number }>`
WITH ${changeResources({
  as: 'taken',
  set: fragment`managed = true, team_id = ${'teamId'}::uuid`,
  raisesVersion: true,
  which: fragment`WHERE r.parent_id = ${'holderId'}::uuid AND NOT r.managed AND r.gone_at IS NULL
    AND r.arm_id_key = ANY (${'armIdKeys'}::text[])`,
  audit: claimed,
})}, ${addCostTags(fragment`SELECT id, ${'costTags'}::jsonb FROM taken`)}
SELECT count(*)::int AS count FROM taken`;

/** What the team had before it had the group. */
const workspacesStatement = prepared<Taken, { count: number }>`
WITH ${changeResources({
  as: 'taken',
  set: fragment`parent_id = ${'holderId'}::uuid`,
  raisesVersion: true,
  which: fragment`WHERE r.parent_id IS NULL AND r.kind = 'WORKSPACE' AND r.gone_at IS NULL
    AND r.team_id = ${'teamId'}::uuid AND r.arm_id_key = ANY (${'armIdKeys'}::text[])`,
  audit: claimed,
})}
SELECT count(*)::int AS count FROM taken`;

const valuesOf = (taken: TakenIn): Taken => ({
  ...taken,
  costTags: JSON.stringify(taken.costTags),
  audit: JSON.stringify(taken.audit),
});

/** Makes computes that were found before the team's own. Answers how many. */
export async function takeFoundComputes(sql: Sql, taken: TakenIn): Promise<number> {
  const { rows } = await sql.query(computesStatement(valuesOf(taken)));
  return rows[0]?.count ?? 0;
}

/** Puts workspaces that the team has already into its group. Answers how many. */
export async function takeOwnWorkspaces(sql: Sql, taken: TakenIn): Promise<number> {
  const { rows } = await sql.query(workspacesStatement(valuesOf(taken)));
  return rows[0]?.count ?? 0;
}
