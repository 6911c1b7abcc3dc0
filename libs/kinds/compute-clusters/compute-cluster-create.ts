import {
  type OperationDefinition,
  awaitDeletion,
  awaitWritten,
  checkNameIsFree,
  undoCreation,
  putNew,
  verify,
} from '#libs/operations';
import { computeCluster } from './compute-cluster.profile.js';

export const computeClusterCreate: OperationDefinition = {
  kind: 'COMPUTE_CLUSTER_CREATE',
  summary: 'Creates a compute cluster.',
  during: 'CREATING',
  putsWhole: true,
  steps: [
    checkNameIsFree(computeCluster),
    putNew(computeCluster),
    awaitWritten(computeCluster),
    verify(computeCluster),
  ],
  compensation: [undoCreation(computeCluster), awaitDeletion(computeCluster, 'await removal')],
  onCanceled: { gone: true },
};
