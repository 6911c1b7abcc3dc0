import type { Sql } from '#libs/database';
import { type Kinds, uuidOf } from '#libs/operations';

/**
 * Whether a cluster or instance of another workspace in this workspace's region has the name already
 * (docs/azure-facts.md#names).
 */
export async function isNameTakenInRegion(
  sql: Sql,
  kinds: Kinds,
  workspaceId: string,
  name: string,
): Promise<boolean> {
  // ILIKE is what the trigram index answers; names are compared before anybody has looked whether they are good ones.
  const { rowCount } = await sql.query({
    name: 'submission-region-name',
    text: `SELECT 1 FROM resource w JOIN resource c ON c.name ILIKE $2::text AND c.location = w.location
      WHERE w.id = $1::uuid AND c.kind = ANY ($3::text[])
        AND c.parent_id <> w.id AND c.gone_at IS NULL LIMIT 1`,
    values: [uuidOf(workspaceId), name.replace(/[\\%_]/g, '\\$&'), kinds.machines],
  });
  return rowCount === 1;
}
