import type { KindDefinition } from '../step.js';
import { awaitDeletion } from './await-deletion.step.js';
import { computeCluster } from './compute-cluster.profile.js';
import { deleteIt } from './delete.step.js';

export const computeClusterDelete: KindDefinition = {
  kind: 'COMPUTE_CLUSTER_DELETE',
  steps: [deleteIt(computeCluster), awaitDeletion(computeCluster)],
};
