import { prepared, type Sql } from '#libs/database';
import type { ResourceKind } from '#libs/resources';
import type { Kinds } from '#libs/operations';

/** A row of something that stands in what is to be deleted. */
export interface HeldRow {
  kind: ResourceKind;
  name: string;
  armId: string;
  teamId: string;
  teamName: string;
  /** True where Armature made it, or a team has claimed it. */
  managed: boolean;
}

/**
 * What was made for a workspace is managed as the workspace is, and outlives it. What Armature only reads is never of our making: a connected cluster was registered with Azure from its own side.
 */
const heldStatement = prepared<{ resourceId: string; readOnly: readonly string[] }, HeldRow>`
WITH RECURSIVE inside AS (
  SELECT * FROM resource WHERE parent_id = ${'resourceId'}::uuid AND gone_at IS NULL
  UNION ALL SELECT r.* FROM inside JOIN resource r ON r.parent_id = inside.id WHERE r.gone_at IS NULL
)
SELECT i.kind, i.name, i.arm_id AS "armId", i.team_id AS "teamId", t.name AS "teamName",
  i.managed AND i.kind <> ALL (${'readOnly'}::text[]) AS managed
FROM inside i JOIN team t ON t.id = i.team_id
UNION ALL
SELECT w.kind, split_part(d.arm_id, '/', 9), d.arm_id, w.team_id, t.name, true
FROM resource w JOIN made_dependency d ON d.workspace_id = w.id JOIN team t ON t.id = w.team_id
WHERE w.parent_id = ${'resourceId'}::uuid AND w.kind = 'WORKSPACE'
ORDER BY 3`;

/** Everything that we know to stand in the resource, at any depth. */
export async function readHeld(
  sql: Sql,
  { readOnly }: Kinds,
  resourceId: string,
): Promise<HeldRow[]> {
  const { rows } = await sql.query(heldStatement({ resourceId, readOnly }));
  return rows;
}
