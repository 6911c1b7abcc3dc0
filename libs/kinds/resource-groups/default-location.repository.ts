import { prepared, type Sql } from '#libs/database';

const locationStatement = prepared<{ armIdKey: string }, { location: string | null }>`
SELECT nullif(location, '') AS location FROM resource
WHERE arm_id_key = ${'armIdKey'} AND gone_at IS NULL AND kind = 'AZURE_SUBSCRIPTION'`;

/** Where groups in the subscription are made unless it is said; undefined where it has no default, or was not added. */
export async function readDefaultLocation(
  sql: Sql,
  subscriptionId: string,
): Promise<string | undefined> {
  const armIdKey = `/subscriptions/${subscriptionId.toLowerCase()}`;
  const { rows } = await sql.query(locationStatement({ armIdKey }));
  return rows[0]?.location ?? undefined;
}
