import { withClient } from '../../apps/launcher/src/postgres/prepare-database.js';
import { seedComputes } from '../support/seed-computes.js';

/** Completions a second: how long an operation takes follows from how many are in flight. */
export const completionsPerSecond = 5;

const statements = [
  `UPDATE resource SET provisioning_state = 'CREATING', raw_provisioning_state = 'Creating', observed = NULL,
     vm_size_key = 'standard_d3_v2' WHERE kind = 'COMPUTE_CLUSTER'`,
  `UPDATE operation SET status = 'RUNNING', completed_at = NULL, current_step = 2, fence = 1`,
  `UPDATE operation_step SET status = CASE WHEN position < 2 THEN status ELSE
     (CASE WHEN position = 2 THEN 'WAITING' ELSE 'PENDING' END)::"StepStatus" END,
     completed_at = CASE WHEN position < 2 THEN completed_at END`,
  `INSERT INTO watch (operation_id, group_key, subscription_id, arm_id, until, handle, look_at)
     SELECT o.id, w.arm_id_key, r.subscription_id, r.arm_id, 'LRO', jsonb_build_object('style', 'azure-async-operation',
       'url', 'https://arm.example/' || o.id, 'armId', r.arm_id, 'verb', 'PUT'), now() + random() * interval '5 seconds'
     FROM operation o JOIN resource r ON r.id = o.target_id JOIN resource w ON w.id = r.parent_id`,
];

/** `count` clusters in 100 workspaces, each with a creation that waits for ARM. */
export async function seedInFlight(adminUrl: string, count: number): Promise<void> {
  await seedComputes(adminUrl, count);
  await withClient(adminUrl, async (client) => {
    await client.query('SET session_replication_role = replica');
    for (const text of statements) await client.query(text);
    await client.query('VACUUM ANALYZE');
  });
}
