import { readClusterRow } from './read-cluster-row.js';
import { readExtensionRow } from './read-extension-row.js';
import { readConnectedRow, readGroupRow, readWorkspaceRow } from './read-holder-row.js';
import { readInstanceRow } from './read-instance-row.js';
import { readKubernetesRow } from './read-kubernetes-row.js';
import type { ResourceKind } from './resource.js';
import type { ReadRow, StoredRow } from './stored-row.js';

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
