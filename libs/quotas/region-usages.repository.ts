import { prepared, type Sql } from '#libs/database';
import type { Usage } from '#libs/resources';

/** What Azure said last of what a region may use; `usages` null: nothing yet. */
export interface RegionUsages {
  usages: readonly Usage[] | null;
  readAt: string | null;
}

const findStatement = prepared<{ subscriptionId: string; location: string }, RegionUsages>`
SELECT body AS usages, read_at AS "readAt" FROM azure_reading
WHERE subscription_id = lower(${'subscriptionId'}) AND what = 'usages' AND location = ${'location'}`;

/** Undefined where nobody noted that the region's usages are wanted, as nobody can for what is no region. */
export async function findRegionUsages(
  sql: Sql,
  place: { subscriptionId: string; location: string },
): Promise<RegionUsages | undefined> {
  const { rows } = await sql.query(findStatement(place));
  return rows[0];
}
