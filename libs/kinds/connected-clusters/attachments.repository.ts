import type { Sql } from '#libs/database';
import type { Attachment } from './attachments.rules.js';

/**
 * Attachments of a cluster, of any team, those under way included, as a JSON array; `clusterId` is SQL for a row's id.
 * One that failed before Azure had anything of it, and that nobody retries, is none.
 */
export const attachmentsOf = (clusterId: string): string => `
  coalesce((SELECT jsonb_agg(jsonb_build_object('name', k.name, 'workspaceId', k.parent_id, 'teamId', k.team_id)
      ORDER BY k.id)
    FROM resource k WHERE k.kind = 'KUBERNETES_COMPUTE' AND k.gone_at IS NULL
      AND k.desired->>'clusterId' = ${clusterId}::text
      AND (k.provisioning_state <> 'FAILED' OR k.observed IS NOT NULL OR EXISTS (SELECT FROM operation o
        WHERE o.target_id = k.id AND o.status NOT IN ('SUCCEEDED', 'FAILED', 'CANCELED')))), '[]')`;

/** The same for one cluster. */
export async function readAttachments(sql: Sql, clusterId: string): Promise<Attachment[]> {
  const { rows } = await sql.query<{ attachments: Attachment[] }>({
    name: 'attachments-of-cluster',
    text: `SELECT ${attachmentsOf('$1::uuid')} AS attachments`,
    values: [clusterId],
  });
  return rows[0]?.attachments ?? [];
}
