import type { KindDefinition, StepDefinition } from '../step.js';
import { awaitDeletion } from './await-deletion.step.js';
import { awaitWritten } from './await-written.step.js';
import { checkAttachments, checkExtension, clusterOf } from './check-extension.step.js';
import { checkCluster } from './check-cluster.step.js';
import { checkName } from './check-name.step.js';
import { undoCreation } from './delete.step.js';
import { kubernetesCompute } from './kubernetes-compute.profile.js';
import { putNew } from './put-new.step.js';
import { withUsableKubeconfig } from './usable-kubeconfig.js';
import { verify } from './verify.step.js';
import { verifyPods } from './verify-pods.step.js';

/** From a cluster with its extension installed to an attachment that works. */
export const attachSteps: readonly StepDefinition[] = [
  checkAttachments,
  checkName(kubernetesCompute),
  putNew(kubernetesCompute),
  awaitWritten(kubernetesCompute),
  verify(kubernetesCompute),
  withUsableKubeconfig(verifyPods),
];

export const undoAttach: readonly StepDefinition[] = [
  undoCreation(kubernetesCompute),
  awaitDeletion(kubernetesCompute, 'await removal'),
];

export const kubernetesComputeAttach: KindDefinition = {
  kind: 'KUBERNETES_COMPUTE_ATTACH',
  steps: [withUsableKubeconfig(checkCluster(clusterOf)), checkExtension, ...attachSteps],
  compensation: undoAttach,
  onCanceled: { gone: true },
};
