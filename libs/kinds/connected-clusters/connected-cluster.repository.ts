import type { Sql } from '#libs/database';
import type { ProvisioningState } from '#libs/resources';
import { uuidOf } from '#libs/operations';
import type { ConnectedClusterObserved } from './connected-cluster.schema.js';
import { attachmentsOf } from './attachments.repository.js';
import type { Attachment } from './attachments.rules.js';

/** A connected cluster with what decides whether something may be put on it, or taken off. */
export interface ClusterScope {
  id: string;
  armId: string;
  teamId: string;
  name: string;
  observed: ConnectedClusterObserved | null;
  /** Azure Machine Learning extensions on it. */
  extensions: { id: string; name: string; provisioningState: ProvisioningState }[];
  /** Attachments of it, of any team, those under way included. */
  attachments: Attachment[];
  /** Unfinished uninstallation of an extension on it. */
  uninstallId: string | null;
}

const text = (where: string): string => `
SELECT c.id, c.arm_id AS "armId", c.team_id AS "teamId", c.name, c.observed,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', e.id, 'name', e.name, 'provisioningState', e.provisioning_state))
    FROM resource e WHERE e.parent_id = c.id AND e.kind = 'ARC_EXTENSION' AND e.gone_at IS NULL
      AND lower(e.desired->>'extensionType') = 'microsoft.azureml.kubernetes'), '[]') AS extensions,
  ${attachmentsOf('c.id')} AS attachments,
  (SELECT o.id FROM operation o JOIN resource e ON e.id = o.target_id
    WHERE e.parent_id = c.id AND o.kind = 'ARC_EXTENSION_UNINSTALL'
      AND o.status NOT IN ('SUCCEEDED', 'FAILED', 'CANCELED') LIMIT 1) AS "uninstallId"
FROM resource c WHERE c.kind = 'CONNECTED_CLUSTER' AND c.gone_at IS NULL AND ${where}`;

async function read(sql: Sql, name: string, where: string, value: string | null) {
  const { rows } = await sql.query<ClusterScope>({ name, text: text(where), values: [value] });
  return rows[0] ?? null;
}

/** What a cluster is looked up by: its ARM id in lower case, or its row's id. */
export type ClusterKey = { armIdKey: string } | { id: string };

/** The cluster; null where no sweep has seen it. */
export const readCluster = (sql: Sql, key: ClusterKey): Promise<ClusterScope | null> =>
  'id' in key
    ? read(sql, 'submission-cluster-by-id', 'c.id = $1::uuid', uuidOf(key.id))
    : read(sql, 'submission-cluster', 'c.arm_id_key = $1', key.armIdKey);

/** The cluster that an extension is on; null where there is no such extension. */
export const readClusterOfExtension = (
  sql: Sql,
  extensionId: string,
): Promise<ClusterScope | null> =>
  read(
    sql,
    'submission-cluster-of-extension',
    `c.id = (SELECT e.parent_id FROM resource e WHERE e.kind = 'ARC_EXTENSION' AND e.id = $1::uuid)`,
    uuidOf(extensionId),
  );
