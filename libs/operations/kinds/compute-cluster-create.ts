import type { KindDefinition } from '../step.js';
import { awaitDeletion } from './await-deletion.step.js';
import { awaitWritten } from './await-written.step.js';
import { checkName } from './check-name.step.js';
import { computeCluster } from './compute-cluster.profile.js';
import { undoCreation } from './delete.step.js';
import { putNew } from './put-new.step.js';
import { verify } from './verify.step.js';

export const computeClusterCreate: KindDefinition = {
  kind: 'COMPUTE_CLUSTER_CREATE',
  steps: [
    checkName(computeCluster),
    putNew(computeCluster),
    awaitWritten(computeCluster),
    verify(computeCluster),
  ],
  compensation: [undoCreation(computeCluster), awaitDeletion(computeCluster, 'await removal')],
  onCanceled: { gone: true },
};
