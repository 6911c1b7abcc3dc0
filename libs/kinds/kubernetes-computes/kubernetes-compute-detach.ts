import { type OperationDefinition, awaitDeletion, deleteIt } from '#libs/operations';
import { kubernetesCompute } from './kubernetes-compute.profile.js';

/** Leaves the cluster alone. */
export const kubernetesComputeDetach: OperationDefinition = {
  kind: 'KUBERNETES_COMPUTE_DETACH',
  summary: 'Detaches a cluster; the cluster itself stays.',
  during: 'DELETING',
  steps: [deleteIt(kubernetesCompute), awaitDeletion(kubernetesCompute)],
};
