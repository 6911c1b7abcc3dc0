import type { Sql } from '#libs/database';
import type { Attachment } from './attachments.rules.js';

/** Attachments of a cluster, of any team, those under way included, as a JSON array; `clusterId` is SQL for a row's id. */
export const attachmentsOf = (clusterId: string): string => `
  coalesce((SELECT jsonb_agg(jsonb_build_object('name', k.name, 'workspaceId', k.parent_id, 'teamId', k.team_id)
      ORDER BY k.id)
    FROM resource k WHERE k.kind = 'KUBERNETES_COMPUTE' AND k.gone_at IS NULL
      AND k.desired->>'clusterId' = ${clusterId}::text), '[]')`;

/** The same for one cluster. */
export async function readAttachments(sql: Sql, clusterId: string): Promise<Attachment[]> {
  const { rows } = await sql.query<{ attachments: Attachment[] }>({
    name: 'attachments-of-cluster',
    text: `SELECT ${attachmentsOf('$1::uuid')} AS attachments`,
    values: [clusterId],
  });
  return rows[0]?.attachments ?? [];
}
