import { subscriptionOf } from '#libs/kernel';
import { nothing, refusal, together, type FieldPath, type Findings } from '#libs/resources';
import { inProgress, type Target } from '#libs/operations';
import { neverObserved, whyNotConnected } from '../connected-clusters/connected-cluster.rules.js';
import type { ConnectedClusterScope } from '../connected-clusters/connected-cluster.repository.js';
import { secretReference } from './arc-extension.rules.js';

const field: FieldPath = ['input', 'clusterArmId'];

/** What our rows say against attaching the cluster there; the worker asks Azure again before it sends anything. */
export const checkAttachable = (
  cluster: ConnectedClusterScope,
  workspace: Target,
  needsExtension: boolean,
): Findings =>
  together(
    checkSubscription(cluster, workspace),
    checkConnected(cluster, field),
    needsExtension ? checkInstalled(cluster) : nothing,
    checkAttachments(cluster, workspace),
    cluster.uninstallId === null
      ? nothing
      : { errors: [inProgress(cluster.uninstallId, 'clusterArmId')], warnings: [] },
  );

/** Azure attaches no cluster of another subscription (docs/azure-facts.md#attached-kubernetes-clusters). */
function checkSubscription(cluster: ConnectedClusterScope, workspace: Target): Findings {
  const same =
    subscriptionOf(cluster.armId).toLowerCase() === workspace.subscriptionId.toLowerCase();
  const message =
    "The cluster is in another subscription than the workspace: connect it to Azure Arc in the workspace's subscription.";
  return same ? nothing : refusal('INVALID_INPUT', field, message);
}

export function checkConnected({ observed }: ConnectedClusterScope, path: FieldPath): Findings {
  const why = whyNotConnected(observed ?? neverObserved);
  return why ? refusal('CLUSTER_NOT_CONNECTED', path, `${why.message} ${why.remedy}`) : nothing;
}

function checkInstalled({ extensions }: ConnectedClusterScope): Findings {
  if (extensions.some(({ provisioningState }) => provisioningState === 'SUCCEEDED')) return nothing;
  const [first] = extensions;
  const message = first
    ? `The extension '${first.name}' is ${first.provisioningState}: wait until it is installed.`
    : 'The cluster has no Azure Machine Learning extension: install it with installArcExtension, or ask for provisionKubernetesCompute.';
  return refusal('EXTENSION_NOT_READY', field, message);
}

/** A second attachment in one workspace would break the first. */
function checkAttachments({ attachments }: ConnectedClusterScope, workspace: Target): Findings {
  const other = attachments.find(({ workspaceId }) => workspaceId === workspace.id);
  if (!other) return nothing;
  const message = `The cluster is attached to this workspace already, as '${other.name}': a second attachment would break that one. Use it, or change it with reattachKubernetesCompute.`;
  return refusal('ALREADY_ATTACHED', field, message);
}

export const checkKubeconfigReference = (reference: string | null): Findings =>
  reference === null || secretReference.test(reference)
    ? nothing
    : refusal(
        'INVALID_INPUT',
        ['input', 'kubeconfigReference'],
        'must be a reference such as file:kubeconfig, never the kubeconfig itself.',
      );
