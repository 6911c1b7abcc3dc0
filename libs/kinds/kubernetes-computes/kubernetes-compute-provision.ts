import type { OperationDefinition } from '#libs/operations';
import { awaitExtension } from '../arc-extensions/installation/await-extension.step.js';
import { checkConnectedCluster } from '../connected-clusters/check-connected-cluster.step.js';
import { onExtension } from '../arc-extensions/extension-target.js';
import { putExtensionIfNeeded } from '../arc-extensions/installation/put-extension-if-needed.step.js';
import { connectedClusterOf } from './check-extension.step.js';
import { attachSteps, undoAttach } from './kubernetes-compute-attach.js';
import { withUsableKubeconfig } from './usable-kubeconfig.js';

/**
 * Install what is missing, then attach. A cancel takes the attachment back; the extension stays, because others may
 * have begun to use it: uninstallArcExtension takes it away.
 */
export const kubernetesComputeProvision: OperationDefinition = {
  kind: 'KUBERNETES_COMPUTE_PROVISION',
  summary: 'Installs the extension where it is missing, and attaches.',
  during: 'CREATING',
  putsWhole: true,
  steps: [
    withUsableKubeconfig(checkConnectedCluster(connectedClusterOf)),
    onExtension(putExtensionIfNeeded),
    onExtension(awaitExtension),
    ...attachSteps,
  ],
  compensation: undoAttach,
  onCanceled: { gone: true },
};
