import type { Pool } from 'pg';
import { armIdKey } from '#libs/kernel';
import type { ArmBody } from '#libs/operations';
import { observeComputeInstance, type ComputeInstanceDesired } from '#libs/kinds/compute-instances';

/** The least that an instance can be asked to be. */
export const plainInstance: ComputeInstanceDesired = {
  location: 'eastus',
  description: null,
  vmSize: 'Standard_DS11_v2',
  assignedUser: null,
  ssh: null,
  subnetId: null,
  enableNodePublicIp: true,
  idleTimeBeforeShutdown: null,
  identity: {
    type: 'NONE',
    userAssignedIdentityIds: [],
  },
  schedules: [],
  setupScripts: null,
  customApplications: [],
};

/** The row of a plain instance that stands in Azure as `body` says; answers its id. */
export async function insertInstance(
  pool: Pool,
  where: { teamId: string; workspaceId: string; name: string; armId: string },
  body: ArmBody,
): Promise<string> {
  const { teamId, workspaceId, name, armId } = where;
  const { rows } = await pool.query<{ id: string }>(
    `INSERT INTO resource (kind, team_id, parent_id, name, arm_id, arm_id_key, subscription_id, location,
       provisioning_state, raw_provisioning_state, desired, observed)
     VALUES ('COMPUTE_INSTANCE', $1, $2, $3, $4, $5, $6, 'eastus', 'SUCCEEDED', 'Succeeded', $7, $8) RETURNING id`,
    [
      teamId,
      workspaceId,
      name,
      armId,
      armIdKey(armId),
      armId.split('/')[2],
      JSON.stringify(plainInstance),
      JSON.stringify(observeComputeInstance(body)),
    ],
  );
  return String(rows[0]?.id);
}
