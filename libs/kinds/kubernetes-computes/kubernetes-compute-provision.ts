import type { KindDefinition } from '../../operations/step.js';
import { awaitExtension } from '../arc-extensions/await-extension.step.js';
import { checkCluster } from '../connected-clusters/check-connected-cluster.step.js';
import { onExtension } from '../arc-extensions/extension-target.js';
import { putExtensionIfNeeded } from '../arc-extensions/put-extension-if-needed.step.js';
import { clusterOf } from './check-extension.step.js';
import { attachSteps, undoAttach } from './kubernetes-compute-attach.js';
import { withUsableKubeconfig } from './usable-kubeconfig.js';

/**
 * Install what is missing, then attach. A cancel takes the attachment back; the extension stays, because others may
 * have begun to use it: uninstallArcExtension takes it away.
 */
export const kubernetesComputeProvision: KindDefinition = {
  kind: 'KUBERNETES_COMPUTE_PROVISION',
  steps: [
    withUsableKubeconfig(checkCluster(clusterOf)),
    onExtension(putExtensionIfNeeded),
    onExtension(awaitExtension),
    ...attachSteps,
  ],
  compensation: undoAttach,
  onCanceled: { gone: true },
};
