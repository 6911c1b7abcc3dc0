import { adoptedSettings, driftOf, tagsDrift } from '#libs/resources';
import type { KindDefinition } from '../kind-definition.js';
import { assignComputeIdentity } from './identity/assign-compute-identity.verb.js';
import { computeClusterCreate } from './compute-cluster-create.js';
import { computeClusterDelete } from './compute-cluster-delete.js';
import { computeClusterUpdate } from './compute-cluster-update.js';
import { observeComputeCluster } from './compute-cluster.observe.js';
import {
  computeClusterObservedSchema,
  type ComputeClusterObserved,
} from './compute-cluster.schema.js';
import { computeClusterSettings } from './compute-cluster.settings.js';
import { createComputeCluster } from './create-compute-cluster.verb.js';
import { readComputeClusterRow } from './read-compute-cluster-row.js';
import { removeComputeIdentity } from './identity/remove-compute-identity.verb.js';
import { updateComputeCluster } from './update-compute-cluster.verb.js';
import { billedComputeCluster } from './compute-cluster.billed.js';
import { demandOfComputeCluster } from './compute-cluster.demand.js';

export const computeClusters: KindDefinition = {
  kind: 'COMPUTE_CLUSTER',
  node: 'ComputeCluster',
  folder: 'compute-clusters',
  operations: [computeClusterCreate, computeClusterUpdate, computeClusterDelete],
  verbs: [assignComputeIdentity, createComputeCluster, removeComputeIdentity, updateComputeCluster],
  observe: observeComputeCluster,
  read: readComputeClusterRow,
  settings: computeClusterSettings,
  hasMachines: true,
  billed: billedComputeCluster,
  demand: demandOfComputeCluster,
  tagging: { operation: 'COMPUTE_CLUSTER_UPDATE' },
  compute: {
    description: 'A cluster that scales (AmlCompute).',
    armType: 'AmlCompute',
    // Node counts and allocation come and go by themselves: they are shown, and are no drift.
    drift: {
      schema: computeClusterObservedSchema,
      fields: { ...driftOf(computeClusterSettings), tags: tagsDrift },
    },
    adopt: (found) => adoptedSettings(computeClusterSettings, found),
    isMoving: ({ allocationState }: Partial<ComputeClusterObserved>) =>
      allocationState === 'RESIZING',
    claimBy: 'COMPUTE_CLUSTER_UPDATE',
    deleteBy: 'COMPUTE_CLUSTER_DELETE',
  },
};
