import { sameArmId, type ArmId, type ProvisioningError } from '#libs/kernel';
import { provisioningStateOf, rawStateOf } from '#libs/resources';
import {
  type ArmBody,
  listComputes,
  type StepContext,
  type StepDefinition,
  type StepOutcome,
  desiredOf,
} from '#libs/operations';
import { azureMlExtensionType } from '../arc-extensions/arc-extension.settings.js';
import { observeExtension } from '../arc-extensions/arc-extension.body.js';
import { observeKubernetes } from './kubernetes-compute.body.js';
import { readKubernetesRow } from './read-kubernetes-compute-row.js';

/**
 * "check extension": the cluster has the Azure Machine Learning extension, installed: without it the attach fails
 * (docs/azure-facts.md#attached-kubernetes-clusters).
 */
export const checkExtension: StepDefinition = {
  name: 'check extension',
  writes: false,
  async run(context): Promise<StepOutcome> {
    const clusterArmId = connectedClusterOf(context);
    const extension = await findExtension(context, clusterArmId);
    if (!extension) return { outcome: 'failed', error: notInstalled(clusterArmId) };
    const rawState = rawStateOf(extension);
    if (provisioningStateOf(rawState) === 'SUCCEEDED') return { outcome: 'done', rawState };
    return { outcome: 'failed', error: notReady(String(extension['id']), rawState), rawState };
  },
};

/** "check attachments": a second attachment in the same workspace would break the first. */
export const checkAttachments: StepDefinition = {
  name: 'check attachments',
  writes: false,
  async run(context): Promise<StepOutcome> {
    const { arm, resource, ancestors, signal } = context;
    const workspace = ancestors[0];
    if (!workspace) throw new Error(`${resource.armId} has no workspace`);
    const { bodies } = await listComputes(arm, workspace.armId, signal);
    const other = [...bodies.values()].find(
      (body) =>
        !sameArmId(String(body['id']), resource.armId) &&
        sameArmId(observeKubernetes(body).clusterArmId ?? '', connectedClusterOf(context)),
    );
    if (!other) return { outcome: 'done' };
    return {
      outcome: 'failed',
      error: attachedAlready(String(other['id'])),
      facts: { gone: true },
    };
  },
};

export const connectedClusterOf = ({ resource }: StepContext): ArmId =>
  desiredOf(readKubernetesRow, resource).clusterArmId;

async function findExtension(
  { arm, signal }: StepContext,
  clusterArmId: ArmId,
): Promise<ArmBody | undefined> {
  let next: string | undefined =
    `${clusterArmId}/providers/Microsoft.KubernetesConfiguration/extensions`;
  while (next !== undefined) {
    const page = await arm.list(next, { signal });
    const found = page.value.find(isAzureMl);
    if (found) return found;
    next = page.nextLink;
  }
  return undefined;
}

const isAzureMl = (body: ArmBody): boolean =>
  observeExtension(body).extensionType.toLowerCase() === azureMlExtensionType.toLowerCase();

const remedy = 'Install it with installArcExtension, or ask for provisionKubernetesCompute.';

const notInstalled = (target: ArmId): ProvisioningError => ({
  code: 'EXTENSION_NOT_READY',
  message: 'The cluster has no Azure Machine Learning extension.',
  retry: 'LATER',
  remedy,
  target,
});

const notReady = (target: ArmId, rawState: string): ProvisioningError => ({
  code: 'EXTENSION_NOT_READY',
  message: `The cluster's Azure Machine Learning extension is ${rawState}.`,
  retry: 'LATER',
  remedy: 'Wait until it is installed, or put right why it is not, then retry the operation.',
  target,
});

const attachedAlready = (target: ArmId): ProvisioningError => ({
  code: 'ALREADY_ATTACHED',
  message: `The cluster is attached to this workspace already, as '${target.split('/').at(-1) ?? ''}'. Nothing was changed.`,
  retry: 'NEVER',
  remedy:
    'Use that attachment, or change it with reattachKubernetesCompute: a second one would break it.',
  target,
});
