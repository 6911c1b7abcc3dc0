import { prepared, type Sql } from '#libs/database';
import type { ResourceKind } from '#libs/resources';

interface Asked {
  armIdKeys: readonly string[];
  /** Null: all teams. */
  teamIds: readonly string[] | null;
  kinds: readonly ResourceKind[];
}

export interface NamedResource {
  id: string;
  kind: ResourceKind;
  armIdKey: string;
}

/** Each way has an index of its own: of what stands, and of what is gone. */
const namedStatement = prepared<Asked, NamedResource>`
SELECT found.id, found.kind, asked.key AS "armIdKey" FROM unnest(${'armIdKeys'}::text[]) AS asked(key), LATERAL (
  SELECT r.id, r.kind, r.team_id, 0 AS rank FROM resource r WHERE r.arm_id_key = asked.key AND r.gone_at IS NULL
  UNION ALL
  SELECT r.id, r.kind, r.team_id, 1 AS rank FROM resource r WHERE r.arm_id_key = asked.key AND r.gone_at IS NOT NULL
) AS found
WHERE found.kind = ANY (${'kinds'}::text[]) AND (${'teamIds'}::uuid[] IS NULL OR found.team_id = ANY (${'teamIds'}::uuid[]))
ORDER BY found.rank DESC, found.id`;

/**
 * What stands behind ARM ids in lower case, of these teams; where nothing does, what was the last there. A request that is
 * repeated once its target is gone names the same thing as before.
 */
export async function findByArmIds(
  sql: Sql,
  visible: 'all' | readonly string[],
  kinds: readonly ResourceKind[],
  armIdKeys: readonly string[],
): Promise<Map<string, NamedResource>> {
  const teamIds = visible === 'all' ? null : visible;
  const { rows } = await sql.query(namedStatement({ armIdKeys, teamIds, kinds }));
  // The last of several is the one that counts.
  return new Map(rows.map((row) => [row.armIdKey, row]));
}
