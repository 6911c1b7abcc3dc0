import type { KindDefinition, StepDefinition } from '../../operations/step.js';
import { awaitDeletion } from '../../operations/steps/await-deletion.step.js';
import { awaitWritten } from '../../operations/steps/await-written.step.js';
import { checkName } from '../../operations/steps/check-name.step.js';
import { undoCreation } from '../../operations/steps/delete.step.js';
import { putNew } from '../../operations/steps/put-new.step.js';
import { verify } from '../../operations/steps/verify.step.js';
import { checkCluster } from '../connected-clusters/check-connected-cluster.step.js';
import { checkAttachments, checkExtension, clusterOf } from './check-extension.step.js';
import { kubernetesCompute } from './kubernetes-compute.profile.js';
import { withUsableKubeconfig } from './usable-kubeconfig.js';
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
