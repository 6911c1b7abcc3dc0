import type { Pool } from 'pg';
import { armIdKey } from '#libs/kernel';

/** A group or workspace as the sweep lists it in its subscription. */
export async function givenListed(
  pool: Pool,
  armId: string,
  tags: Record<string, string> = {},
): Promise<void> {
  const key = armIdKey(armId);
  const [, , subscriptionId] = key.split('/');
  const kind = key.includes('/workspaces/') ? 'WORKSPACE' : 'RESOURCE_GROUP';
  await pool.query(
    `INSERT INTO listed_resource (subscription_id, kind, name, arm_id, arm_id_key, group_key, location, raw_state,
       observed, listed_at)
     VALUES ($1, $2, $3, $4, $5, $6, 'eastus', 'Succeeded', $7, now())`,
    [
      subscriptionId,
      kind,
      armId.split('/').at(-1),
      armId,
      key,
      key.split('/').slice(0, 5).join('/'),
      { location: 'eastus', tags },
    ],
  );
}
