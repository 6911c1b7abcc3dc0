import type { KindDefinition } from '../../operations/step.js';
import { awaitWritten } from '../../operations/steps/await-written.step.js';
import { putChanged } from '../../operations/steps/put-changed.step.js';
import { verify } from '../../operations/steps/verify.step.js';
import { askedFields } from '../asked-fields.js';
import { computeCluster } from './compute-cluster.profile.js';

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
