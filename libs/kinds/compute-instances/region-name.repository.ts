import { prepared, type Sql } from '#libs/database';
import { type Kinds, uuidOf } from '#libs/operations';

interface Asked {
  workspaceId: string | null;
  name: string;
  machines: readonly string[];
}

/** ILIKE is what the trigram index answers; names are compared before anybody has looked whether they are good ones. */
const nameStatement = prepared<Asked>`
SELECT 1 FROM resource w JOIN resource c ON c.name ILIKE ${'name'}::text AND c.location = w.location
WHERE w.id = ${'workspaceId'}::uuid AND c.kind = ANY (${'machines'}::text[])
  AND c.parent_id <> w.id AND c.gone_at IS NULL LIMIT 1`;

/**
 * Whether a cluster or instance of another workspace in this workspace's region has the name already
 * (docs/azure-facts.md#names).
 */
export async function isNameTakenInRegion(
  sql: Sql,
  { machines }: Kinds,
  workspaceId: string,
  name: string,
): Promise<boolean> {
  const pattern = name.replace(/[\\%_]/g, '\\$&');
  const { rowCount } = await sql.query(
    nameStatement({ workspaceId: uuidOf(workspaceId), name: pattern, machines }),
  );
  return rowCount === 1;
}
