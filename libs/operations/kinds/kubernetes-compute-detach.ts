import type { KindDefinition } from '../step.js';
import { awaitDeletion } from './await-deletion.step.js';
import { deleteIt } from './delete.step.js';
import { kubernetesCompute } from './kubernetes-compute.profile.js';

/** Leaves the cluster alone. */
export const kubernetesComputeDetach: KindDefinition = {
  kind: 'KUBERNETES_COMPUTE_DETACH',
  steps: [deleteIt(kubernetesCompute), awaitDeletion(kubernetesCompute)],
};
