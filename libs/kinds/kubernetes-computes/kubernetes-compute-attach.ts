import {
  type OperationDefinition,
  type StepDefinition,
  awaitDeletion,
  awaitWritten,
  checkNameIsFree,
  undoCreation,
  putNew,
  verify,
} from '#libs/operations';
import { checkConnectedCluster } from '../connected-clusters/check-connected-cluster.step.js';
import { checkAttachments, checkExtension, connectedClusterOf } from './check-extension.step.js';
import { kubernetesCompute } from './kubernetes-compute.profile.js';
import { withUsableKubeconfig } from './usable-kubeconfig.js';
import { verifyPods } from './verify-pods.step.js';

/** From a cluster with its extension installed to an attachment that works. */
export const attachSteps: readonly StepDefinition[] = [
  checkAttachments,
  checkNameIsFree(kubernetesCompute),
  putNew(kubernetesCompute),
  awaitWritten(kubernetesCompute),
  verify(kubernetesCompute),
  withUsableKubeconfig(verifyPods),
];

export const undoAttach: readonly StepDefinition[] = [
  undoCreation(kubernetesCompute),
  awaitDeletion(kubernetesCompute, 'await removal'),
];

export const kubernetesComputeAttach: OperationDefinition = {
  kind: 'KUBERNETES_COMPUTE_ATTACH',
  summary: 'Attaches a Kubernetes cluster to a workspace.',
  during: 'CREATING',
  putsWhole: true,
  steps: [
    withUsableKubeconfig(checkConnectedCluster(connectedClusterOf)),
    checkExtension,
    ...attachSteps,
  ],
  compensation: undoAttach,
  onCanceled: { gone: true },
};
