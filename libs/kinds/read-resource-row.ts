import type { ResourceKind, ReadRow, StoredRow } from '#libs/resources';
import { readClusterRow } from './compute-clusters/read-compute-cluster-row.js';
import { readExtensionRow } from './arc-extensions/read-arc-extension-row.js';
import { readConnectedRow } from './connected-clusters/read-connected-cluster-row.js';
import { readGroupRow } from './resource-groups/read-resource-group-row.js';
import { readWorkspaceRow } from './workspaces/read-workspace-row.js';
import { readInstanceRow } from './compute-instances/read-compute-instance-row.js';
import { readKubernetesRow } from './kubernetes-computes/read-kubernetes-compute-row.js';

const readers: Record<ResourceKind, (row: StoredRow) => ReadRow<object, object>> = {
  RESOURCE_GROUP: readGroupRow,
  WORKSPACE: readWorkspaceRow,
  COMPUTE_CLUSTER: readClusterRow,
  COMPUTE_INSTANCE: readInstanceRow,
  KUBERNETES_COMPUTE: readKubernetesRow,
  CONNECTED_CLUSTER: readConnectedRow,
  ARC_EXTENSION: readExtensionRow,
};

/** A row of any kind as far as it can be read: complete, by its kind's schemas. Never throws. */
export const readResourceRow = (row: StoredRow): ReadRow<object, object> => readers[row.kind](row);
