import { prepared, type Sql } from '#libs/database';
import type { ArmId } from '#libs/kernel';
import type { DependencyRole } from './dependency-role.js';

/** What an operation made for a workspace, or is about to make. */
export interface MadeDependency {
  role: DependencyRole;
  armId: ArmId;
  /** Whose tag it carries in Azure. */
  operationId: string;
}

const noteStatement = prepared<
  { workspaceId: string; role: string; armId: string; operationId: string },
  never
>`
INSERT INTO made_dependency (workspace_id, role, arm_id, operation_id)
VALUES (${'workspaceId'}::uuid, ${'role'}::text, ${'armId'}::text, ${'operationId'}::uuid)
ON CONFLICT (workspace_id, role) DO UPDATE
SET arm_id = excluded.arm_id, operation_id = excluded.operation_id`;

/** Keeps what is about to be made; another name of the same try takes the place of the one before. */
export async function noteMade(sql: Sql, workspaceId: string, made: MadeDependency): Promise<void> {
  await sql.query(noteStatement({ workspaceId, ...made }));
}

const readStatement = prepared<{ workspaceId: string }, MadeDependency>`
SELECT role, arm_id AS "armId", operation_id AS "operationId"
FROM made_dependency WHERE workspace_id = ${'workspaceId'}::uuid`;

/** All that was made for a workspace and not deleted since. */
export async function readMade(sql: Sql, workspaceId: string): Promise<MadeDependency[]> {
  return (await sql.query(readStatement({ workspaceId }))).rows;
}

const forgetStatement = prepared<{ workspaceId: string; role: string }, never>`
DELETE FROM made_dependency WHERE workspace_id = ${'workspaceId'}::uuid AND role = ${'role'}::text`;

export async function forgetMade(
  sql: Sql,
  workspaceId: string,
  role: DependencyRole,
): Promise<void> {
  await sql.query(forgetStatement({ workspaceId, role }));
}

const usersStatement = prepared<{ workspaceId: string; armId: string }, { armId: string }>`
SELECT r.arm_id AS "armId" FROM resource r
WHERE r.kind = 'WORKSPACE' AND r.gone_at IS NULL AND r.id <> ${'workspaceId'}::uuid
  AND lower(${'armId'}::text) IN (
    lower(coalesce(r.observed, r.desired) ->> 'storageAccountId'),
    lower(coalesce(r.observed, r.desired) ->> 'keyVaultId'),
    lower(coalesce(r.observed, r.desired) ->> 'applicationInsightsId'),
    lower(coalesce(r.observed, r.desired) ->> 'containerRegistryId'))
ORDER BY r.id LIMIT 1`;

/** Another workspace of ours that leans on it, in whatever subscription. */
export async function findOurUser(
  sql: Sql,
  workspaceId: string,
  armId: ArmId,
): Promise<ArmId | undefined> {
  return (await sql.query(usersStatement({ workspaceId, armId }))).rows[0]?.armId;
}
