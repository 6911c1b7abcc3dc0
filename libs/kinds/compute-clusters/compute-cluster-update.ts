import {
  type OperationDefinition,
  awaitWritten,
  putChanged,
  verify,
  askedFields,
} from '#libs/operations';
import { computeCluster } from './compute-cluster.profile.js';

/**
 * What Azure refuses is taken back when it fails, and a retry asks for it again (ADR 0022). Once sent it cannot be
 * canceled: ask for the old values instead.
 */
export const computeClusterUpdate: OperationDefinition = {
  kind: 'COMPUTE_CLUSTER_UPDATE',
  summary: 'Changes a compute cluster in place.',
  during: 'UPDATING',
  putsWhole: true,
  steps: [
    putChanged(computeCluster),
    awaitWritten(computeCluster),
    verify(computeCluster, askedFields),
  ],
};
