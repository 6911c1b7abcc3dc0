import type { KindDefinition } from '../../operations/step.js';
import { awaitDeletion } from '../../operations/steps/await-deletion.step.js';
import { deleteIt } from '../../operations/steps/delete.step.js';
import { kubernetesCompute } from './kubernetes-compute.profile.js';

/** Leaves the cluster alone. */
export const kubernetesComputeDetach: KindDefinition = {
  kind: 'KUBERNETES_COMPUTE_DETACH',
  steps: [deleteIt(kubernetesCompute), awaitDeletion(kubernetesCompute)],
};
