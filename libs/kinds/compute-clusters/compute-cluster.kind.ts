import { adoptedSettings, driftOf, tagsDrift } from '#libs/resources';
import type { KindDefinition } from '../kind-definition.js';
import { assignComputeIdentity } from './identity/assign-compute-identity.verb.js';
import { computeClusterCreate } from './compute-cluster-create.js';
import { computeClusterDelete } from './compute-cluster-delete.js';
import { computeClusterUpdate } from './compute-cluster-update.js';
import { observeCluster } from './compute-cluster.observe.js';
import { clusterObservedSchema, type ClusterObserved } from './compute-cluster.schema.js';
import { clusterSettings } from './compute-cluster.settings.js';
import { createComputeCluster } from './create-compute-cluster.verb.js';
import { readClusterRow } from './read-compute-cluster-row.js';
import { removeComputeIdentity } from './identity/remove-compute-identity.verb.js';
import { updateComputeCluster } from './update-compute-cluster.verb.js';

export const computeClusters: KindDefinition = {
  kind: 'COMPUTE_CLUSTER',
  node: 'ComputeCluster',
  folder: 'compute-clusters',
  operations: [computeClusterCreate, computeClusterUpdate, computeClusterDelete],
  verbs: [assignComputeIdentity, createComputeCluster, removeComputeIdentity, updateComputeCluster],
  observe: observeCluster,
  read: readClusterRow,
  settings: clusterSettings,
  hasMachines: true,
  tagging: { operation: 'COMPUTE_CLUSTER_UPDATE' },
  compute: {
    description: 'A cluster that scales (AmlCompute).',
    armType: 'AmlCompute',
    // Node counts and allocation come and go by themselves: they are shown, and are no drift.
    drift: {
      schema: clusterObservedSchema,
      fields: { ...driftOf(clusterSettings), tags: tagsDrift },
    },
    adopt: (found) => adoptedSettings(clusterSettings, found),
    isMoving: ({ allocationState }: Partial<ClusterObserved>) => allocationState === 'RESIZING',
    claimBy: 'COMPUTE_CLUSTER_UPDATE',
    deleteBy: 'COMPUTE_CLUSTER_DELETE',
  },
};
