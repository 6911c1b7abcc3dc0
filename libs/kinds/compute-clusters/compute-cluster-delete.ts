import { type OperationDefinition, awaitDeletion, deleteIt } from '#libs/operations';
import { computeCluster } from './compute-cluster.profile.js';

export const computeClusterDelete: OperationDefinition = {
  kind: 'COMPUTE_CLUSTER_DELETE',
  summary: 'Deletes a compute cluster.',
  during: 'DELETING',
  steps: [deleteIt(computeCluster), awaitDeletion(computeCluster)],
};
