import type { KindDefinition } from '../../operations/step.js';
import { awaitDeletion } from '../../operations/steps/await-deletion.step.js';
import { awaitWritten } from '../../operations/steps/await-written.step.js';
import { checkName } from '../../operations/steps/check-name.step.js';
import { undoCreation } from '../../operations/steps/delete.step.js';
import { putNew } from '../../operations/steps/put-new.step.js';
import { verify } from '../../operations/steps/verify.step.js';
import { computeCluster } from './compute-cluster.profile.js';

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
