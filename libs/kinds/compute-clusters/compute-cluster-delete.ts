import type { KindDefinition } from '../../operations/step.js';
import { awaitDeletion } from '../../operations/steps/await-deletion.step.js';
import { deleteIt } from '../../operations/steps/delete.step.js';
import { computeCluster } from './compute-cluster.profile.js';

export const computeClusterDelete: KindDefinition = {
  kind: 'COMPUTE_CLUSTER_DELETE',
  steps: [deleteIt(computeCluster), awaitDeletion(computeCluster)],
};
