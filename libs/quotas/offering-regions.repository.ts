import { prepared, type Sql } from '#libs/database';
import type { OfferingRegion } from './offers.rules.js';

interface WantedRegions {
  /** Lower case. */
  subscriptionId: string;
  locations: readonly string[];
}

type StoredRegion = Omit<OfferingRegion, 'readAt'> & { readAt: string | null };

const findStatement = prepared<WantedRegions, StoredRegion>`
SELECT place.location, jsonb_path_query_array(u.body, '$[*] ? (@.of != "COMPUTE")') AS usages, u.read_at AS "readAt", v.body AS sizes
FROM unnest(${'locations'}::text[]) WITH ORDINALITY place (location, at)
LEFT JOIN azure_reading u ON u.subscription_id = ${'subscriptionId'} AND u.what = 'usages' AND u.location = place.location
LEFT JOIN azure_reading v ON v.subscription_id = ${'subscriptionId'} AND v.what = 'vm-sizes' AND v.location = place.location
ORDER BY place.at`;

/** What is known of each region, in the order in which they are asked for. */
export async function findOfferingRegions(
  sql: Sql,
  wanted: WantedRegions,
): Promise<OfferingRegion[]> {
  const { rows } = await sql.query(findStatement(wanted));
  return rows.map(({ readAt, ...region }) => ({
    ...region,
    readAt: readAt === null ? null : new Date(readAt),
  }));
}
