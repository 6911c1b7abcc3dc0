import type { KindDefinition } from '../step.js';
import { awaitWritten } from './await-written.step.js';
import { computeCluster } from './compute-cluster.profile.js';
import { putChanged } from './put-changed.step.js';
import { verify } from './verify.step.js';

/**
 * The desired state of an update that fails stays as it was asked for, so that a retry sends it again; what
 * `observed` says is the truth about Azure. Once sent it cannot be canceled: ask for the old values instead.
 */
export const computeClusterUpdate: KindDefinition = {
  kind: 'COMPUTE_CLUSTER_UPDATE',
  steps: [putChanged(computeCluster), awaitWritten(computeCluster), verify(computeCluster)],
};
