import type { Sql } from '#libs/database';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a cluster or instance of another workspace in this workspace's region has the name already (arm-facts, Names). */
export async function isNameTakenInRegion(
  sql: Sql,
  workspaceId: string,
  name: string,
): Promise<boolean> {
  // ILIKE is what the trigram index answers; the equality keeps a wildcard in a name from meaning more.
  const { rowCount } = await sql.query({
    name: 'submission-region-name',
    text: `SELECT 1 FROM resource w JOIN resource c ON c.name ILIKE $2::text AND lower(c.name) = lower($2::text) AND c.location = w.location
      WHERE w.id = $1::uuid AND c.kind IN ('COMPUTE_CLUSTER', 'COMPUTE_INSTANCE')
        AND c.parent_id <> w.id AND c.gone_at IS NULL LIMIT 1`,
    values: [uuid.test(workspaceId) ? workspaceId : null, name],
  });
  return rowCount === 1;
}
