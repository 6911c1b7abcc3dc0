import type { KindDefinition } from '../step.js';
import { askedFields } from './asked-fields.js';
import { awaitWritten } from './await-written.step.js';
import { computeCluster } from './compute-cluster.profile.js';
import { putChanged } from './put-changed.step.js';
import { verify } from './verify.step.js';

/**
 * What Azure refuses is taken back when it fails, and a retry asks for it again (ADR 0022). Once sent it cannot be
 * canceled: ask for the old values instead.
 */
export const computeClusterUpdate: KindDefinition = {
  kind: 'COMPUTE_CLUSTER_UPDATE',
  steps: [
    putChanged(computeCluster),
    awaitWritten(computeCluster),
    verify(computeCluster, askedFields),
  ],
};
