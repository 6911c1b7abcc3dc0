import type { ProvisioningError } from '#libs/kernel';
import {
  type StepContext,
  type StepDefinition,
  type StepOutcome,
  type PodState,
  desiredOf,
} from '#libs/operations';
import { azureMlExtensionType } from '../arc-extensions/arc-extension.settings.js';
import { observeExtension } from '../arc-extensions/arc-extension.body.js';
import { secretMissing } from '../arc-extensions/settings/protected-settings.js';
import { readKubernetesRow } from './read-kubernetes-compute-row.js';
import { connectedClusterOf } from './check-extension.step.js';

const lookSeconds = 10;

/** Looks before pods that do not become ready fail the step: two minutes and a half. */
const mostLooks = 15;

/** "verify pods": every pod of the extension's namespace runs and is ready. Pods that ran to their end are over, not unready. */
export const verifyPods: StepDefinition = {
  name: 'verify pods',
  writes: false,
  judges: true,
  mayBeLeft: true,
  async run(context): Promise<StepOutcome> {
    const { kubeconfigReference } = desiredOf(readKubernetesRow, context.resource);
    if (kubeconfigReference === null) return skipped;
    const { secrets, kubernetes } = context.ports;
    const kubeconfig = await secrets.read(context.resource.teamId, kubeconfigReference);
    if (kubeconfig === undefined)
      return { outcome: 'failed', error: secretMissing('kubeconfig', kubeconfigReference) };
    const namespace = await releaseNamespace(context);
    try {
      const pods = await kubernetes.listPods(kubeconfig, namespace, context.signal);
      return judge(context, namespace, pods);
    } catch (error) {
      if (context.signal.aborted) throw error;
      return unready(context, `the cluster's Kubernetes API did not answer`, unreachable(error));
    }
  },
};

const skipped: StepOutcome = {
  outcome: 'skipped',
  message: 'no kubeconfig was referred to, so that the pods of the cluster cannot be read',
};

function judge(context: StepContext, namespace: string, pods: readonly PodState[]): StepOutcome {
  const waiting = pods.filter(({ phase, ready }) => phase !== 'Succeeded' && !ready);
  if (pods.length > 0 && waiting.length === 0) {
    return { outcome: 'done', message: `all ${pods.length} pods of ${namespace} are ready` };
  }
  const error = notReady(namespace, waiting);
  return unready(context, error.message, error);
}

function unready({ memory }: StepContext, message: string, error: ProvisioningError): StepOutcome {
  const podLooks = Number(memory['podLooks'] ?? 0) + 1;
  if (podLooks >= mostLooks) return { outcome: 'failed', error };
  return {
    outcome: 'again',
    afterSeconds: lookSeconds,
    attempt: false,
    message,
    memory: { podLooks },
  };
}

const describe = ({ name, phase, reason }: PodState): string => `${name} (${reason ?? phase})`;

const notReady = (namespace: string, pods: readonly PodState[]): ProvisioningError => ({
  code: 'PODS_NOT_READY',
  message:
    pods.length === 0
      ? `The namespace ${namespace} has no pods.`
      : `Not ready in ${namespace}: ${pods.slice(0, 20).map(describe).join(', ')}.`,
  retry: 'LATER',
  remedy: `Look at kubectl get pods -n ${namespace} and kubectl describe pod, then retry the operation.`,
});

const unreachable = (error: unknown): ProvisioningError => ({
  code: 'KUBERNETES_API_UNREACHABLE',
  message: `The cluster's Kubernetes API did not answer: ${error instanceof Error ? error.message : 'no reason'}`,
  retry: 'LATER',
  remedy: 'See that the kubeconfig is valid and that the worker reaches the cluster, then retry.',
});

/** Where the extension's pods are: its release namespace, `azureml` unless it says otherwise. */
async function releaseNamespace(context: StepContext): Promise<string> {
  const collection = `${connectedClusterOf(context)}/providers/Microsoft.KubernetesConfiguration/extensions`;
  const page = await context.arm.list(collection, { signal: context.signal });
  const found = page.value
    .map(observeExtension)
    .find(
      ({ extensionType }) => extensionType.toLowerCase() === azureMlExtensionType.toLowerCase(),
    );
  return found?.releaseNamespace ?? 'azureml';
}
