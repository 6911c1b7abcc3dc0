import {
  fragment,
  isUnfinished,
  prepared,
  raw,
  type Fragment,
  type Query,
  type Sql,
} from '#libs/database';
import type { ProvisioningState } from '#libs/resources';
import { uuidOf } from '#libs/operations';
import type { ConnectedClusterObserved } from './connected-cluster.schema.js';
import { attachmentsOf } from './attachments.repository.js';
import type { Attachment } from './attachments.rules.js';

/** A connected cluster with what decides whether something may be put on it, or taken off. */
export interface ConnectedClusterScope {
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

const clusterWhere = (where: Fragment<'key'>) => prepared<
  { key: string | null },
  ConnectedClusterScope
>`
SELECT c.id, c.arm_id AS "armId", c.team_id AS "teamId", c.name, c.observed,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', e.id, 'name', e.name, 'provisioningState', e.provisioning_state))
    FROM resource e WHERE e.parent_id = c.id AND e.kind = 'ARC_EXTENSION' AND e.gone_at IS NULL
      AND lower(e.desired->>'extensionType') = 'microsoft.azureml.kubernetes'), '[]') AS extensions,
  ${attachmentsOf(raw('c.id'))} AS attachments,
  (SELECT o.id FROM operation o JOIN resource e ON e.id = o.target_id
    WHERE e.parent_id = c.id AND o.kind = 'ARC_EXTENSION_UNINSTALL' AND ${isUnfinished('o')} LIMIT 1) AS "uninstallId"
FROM resource c WHERE c.kind = 'CONNECTED_CLUSTER' AND c.gone_at IS NULL AND ${where}`;

const byId = clusterWhere(fragment`c.id = ${'key'}::uuid`);
const byArmId = clusterWhere(fragment`c.arm_id_key = ${'key'}`);
const byExtension = clusterWhere(
  fragment`c.id = (SELECT e.parent_id FROM resource e WHERE e.kind = 'ARC_EXTENSION' AND e.id = ${'key'}::uuid)`,
);

async function first(
  sql: Sql,
  query: Query<ConnectedClusterScope>,
): Promise<ConnectedClusterScope | null> {
  const { rows } = await sql.query(query);
  return rows[0] ?? null;
}

/** What a cluster is looked up by: its ARM id in lower case, or its row's id. */
export type ConnectedClusterKey = { armIdKey: string } | { id: string };

/** The cluster; null where no sweep has seen it. */
export const readConnectedCluster = (
  sql: Sql,
  by: ConnectedClusterKey,
): Promise<ConnectedClusterScope | null> =>
  first(sql, 'id' in by ? byId({ key: uuidOf(by.id) }) : byArmId({ key: by.armIdKey }));

/** The cluster that an extension is on; null where there is no such extension. */
export const readConnectedClusterOfExtension = (
  sql: Sql,
  extensionId: string,
): Promise<ConnectedClusterScope | null> => first(sql, byExtension({ key: uuidOf(extensionId) }));
