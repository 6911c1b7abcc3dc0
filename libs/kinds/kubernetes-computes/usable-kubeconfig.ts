import type { ProvisioningError } from '#libs/kernel';
import {
  type StepContext,
  type StepDefinition,
  type StepOutcome,
  desiredOf,
} from '#libs/operations';
import { readKubernetesRow } from './read-kubernetes-compute-row.js';

/**
 * Runs the step, unless the kubeconfig has a mistake that waiting does not mend: then the operation fails
 * first.
 */
export const withUsableKubeconfig = (step: StepDefinition): StepDefinition => ({
  ...step,
  async run(context): Promise<StepOutcome> {
    const error = await findRefusal(context);
    return error ? { outcome: 'failed', error } : step.run(context);
  },
});

/** A missing kubeconfig is no mistake yet: it can be put in place before it is needed. */
async function findRefusal({
  resource,
  ports: { secrets, kubernetes },
}: StepContext): Promise<ProvisioningError | undefined> {
  const { kubeconfigReference } = desiredOf(readKubernetesRow, resource);
  if (kubeconfigReference === null) return undefined;
  const kubeconfig = await secrets.read(resource.teamId, kubeconfigReference);
  const why = kubeconfig === undefined ? undefined : kubernetes.whyNotUsable(kubeconfig);
  return why === undefined ? undefined : notUsable(kubeconfigReference, why);
}

const notUsable = (reference: string, why: string): ProvisioningError => ({
  code: 'KUBECONFIG_NOT_USABLE',
  message: `'${reference}' cannot be used: ${why}.`,
  retry: 'LATER',
  remedy:
    "Put another kubeconfig into the team's folder of ARMATURE_SECRETS_DIR (docs/kubernetes.md), then retry the operation.",
  target: 'kubeconfigReference',
});
