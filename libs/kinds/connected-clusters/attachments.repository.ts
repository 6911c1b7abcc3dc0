import { fragment, isUnfinished, prepared, type Fragment, type Sql } from '#libs/database';
import type { Attachment } from './attachments.rules.js';

/**
 * SQL for the attachments of a connected cluster as a JSON array, of all teams and with those under way;
 * `clusterId` is SQL for its row's id. Attachments that failed before Azure had anything of them are left
 * out.
 */
export const attachmentsOf = <N extends string>(clusterId: Fragment<N>): Fragment<N> => fragment`
  coalesce((SELECT jsonb_agg(jsonb_build_object('name', k.name, 'workspaceId', k.parent_id, 'teamId', k.team_id)
      ORDER BY k.id)
    FROM resource k WHERE k.kind = 'KUBERNETES_COMPUTE' AND k.gone_at IS NULL
      AND k.desired->>'clusterId' = ${clusterId}::text
      AND (k.provisioning_state <> 'FAILED' OR k.observed IS NOT NULL OR EXISTS (SELECT FROM operation o
        WHERE o.target_id = k.id AND ${isUnfinished('o')}))), '[]')`;

const attachmentsStatement = prepared<{ clusterId: string }, { attachments: Attachment[] }>`
SELECT ${attachmentsOf(fragment`${'clusterId'}::uuid`)} AS attachments`;

/** The same for one cluster. */
export async function readAttachments(sql: Sql, clusterId: string): Promise<Attachment[]> {
  const { rows } = await sql.query(attachmentsStatement({ clusterId }));
  return rows[0]?.attachments ?? [];
}
