import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { computeArmId } from '#libs/kernel';
import { kinds } from '#libs/kinds';
import { armCluster } from './arm-bodies.js';

const rowOf = (globalId: string): string =>
  Buffer.from(globalId, 'base64url').toString().split(':')[1] ?? '';

/** A cluster as the sweep finds it in a workspace, with the tags that it carries; ids are global, as clients see them. */
export async function givenFound(
  pool: Pool,
  name: string,
  workspaceId: string,
  tags: Record<string, string> = {},
): Promise<string> {
  const id = randomUUID();
  const workspace = await pool.query<{ armId: string }>(
    'SELECT arm_id AS "armId" FROM resource WHERE id = $1',
    [rowOf(workspaceId)],
  );
  const armId = computeArmId(workspace.rows[0]?.armId ?? '', name);
  const { observed } = kinds.observe('COMPUTE_CLUSTER', armCluster(armId, {}, tags));
  const desired = kinds.of('COMPUTE_CLUSTER').compute?.adopt(Object(observed) as object, undefined);
  await pool.query(
    `INSERT INTO resource (id, kind, team_id, parent_id, name, arm_id, arm_id_key, subscription_id, location,
       provisioning_state, raw_provisioning_state, desired, observed, observed_at, managed)
     SELECT $1, 'COMPUTE_CLUSTER', team_id, id, $2, $3, lower($3), subscription_id, 'eastus', 'SUCCEEDED', 'Succeeded',
       $4, $5, now(), false FROM resource WHERE id = $6`,
    [id, name, armId, JSON.stringify(desired), JSON.stringify(observed), rowOf(workspaceId)],
  );
  for (const [key, value] of Object.entries(tags))
    await pool.query(
      `INSERT INTO cost_tag (resource_id, key, value, source) VALUES ($1, $2, $3, 'AZURE')`,
      [id, key, value],
    );
  return Buffer.from(`ComputeCluster:${id}`).toString('base64url');
}
