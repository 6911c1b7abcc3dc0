import { withClient } from '../../apps/launcher/src/postgres/prepare-database.js';
import { computesPerWorkspace, observedOf } from './listed-workspaces.js';

const group = '/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/bench';
const columns = `kind, team_id, parent_id, name, arm_id, arm_id_key, subscription_id, location, provisioning_state,
  raw_provisioning_state, desired, observed`;
const values = `subscription_id, location, 'SUCCEEDED', 'Succeeded'`;

const workspacesText = `WITH team AS (INSERT INTO team (name, cost_center) VALUES ('bench', 'cc-1') RETURNING id),
  held AS (INSERT INTO resource (${columns}) SELECT 'RESOURCE_GROUP', id, NULL::uuid, 'bench', $1, lower($1),
    '11111111-1111-4111-8111-111111111111', 'eastus', 'SUCCEEDED', 'Succeeded', '{}', '{}' FROM team RETURNING *)
  INSERT INTO resource (${columns}) SELECT 'WORKSPACE', team_id, id, 'ws-' || n, arm_id || $2 || n,
    lower(arm_id || $2 || n), ${values}, '{}', '{}' FROM held, generate_series(1, $3::integer) n`;

const computesText = `INSERT INTO resource (${columns}) SELECT 'COMPUTE_CLUSTER', team_id, id, 'cpu-' || n || 'x',
    arm_id || '/computes/cpu-' || n || 'x', arm_id_key || '/computes/cpu-' || n || 'x', ${values}, '{}', $1
  FROM resource, generate_series(1, $2::integer) n WHERE kind = 'WORKSPACE'`;

/** Workspaces of one subscription, never looked at, each with clusters as ARM lists them. */
export async function seedWorkspaces(adminUrl: string, count: number): Promise<void> {
  await withClient(adminUrl, async (client) => {
    const type = '/providers/Microsoft.MachineLearningServices/workspaces/ws-';
    await client.query(workspacesText, [group, type, count]);
    await client.query(computesText, [JSON.stringify(observedOf(false)), computesPerWorkspace]);
    await client.query(`UPDATE resource SET created_at = now() - interval '1 hour'`);
    await client.query('VACUUM ANALYZE');
  });
}
