import type { ProvisioningError } from '#libs/kernel';
import {
  type OperationDefinition,
  type StepDefinition,
  type StepOutcome,
  awaitDeletion,
  awaitWritten,
  deleteIt,
  putNew,
  verify,
} from '#libs/operations';
import { checkConnectedCluster } from '../../connected-clusters/check-connected-cluster.step.js';
import { checkExtension, connectedClusterOf } from '../check-extension.step.js';
import { kubernetesCompute } from '../kubernetes-compute.profile.js';
import { withUsableKubeconfig } from '../usable-kubeconfig.js';
import { keepingWhatStood, stoodKey } from './keep-what-stood.js';
import { verifyPods } from '../verify-pods.step.js';

/** The row outlives the detachment: what is gone in Azure comes back. */
const staying = (step: StepDefinition): StepDefinition => ({
  ...step,
  async run(context): Promise<StepOutcome> {
    const outcome = await step.run(context);
    if (!('facts' in outcome) || !outcome.facts?.gone) return outcome;
    const { gone: _gone, ...facts } = outcome.facts;
    return { ...outcome, facts };
  },
});

/** From here on the old attachment is gone: whoever reads the error must know, of the operation and of the compute. */
const afterDetaching = (step: StepDefinition): StepDefinition => ({
  ...step,
  async run(context): Promise<StepOutcome> {
    const outcome = await step.run(context);
    if (outcome.outcome !== 'failed') return outcome;
    const shown = outcome.facts?.provisioningErrors ?? [outcome.error];
    const facts = { ...outcome.facts, provisioningErrors: shown.map(notAttached) };
    return { ...outcome, error: notAttached(outcome.error), facts };
  },
});

const notAttached = (error: ProvisioningError): ProvisioningError => ({
  ...error,
  message: `The compute was detached and is not attached again: ${error.message}`,
  remedy: `${error.remedy ?? ''} Then retryOperation attaches it.`.trim(),
});

/**
 * Detach, wait until it is gone, attach again: Azure changes no attachment in place. A retry starts again at
 * the attach.
 */
export const kubernetesComputeReattach: OperationDefinition = {
  kind: 'KUBERNETES_COMPUTE_REATTACH',
  summary: 'Detaches a cluster and attaches it with other settings.',
  during: 'UPDATING',
  putsWhole: true,
  makesAnew: true,
  forgets: [stoodKey],
  steps: [
    withUsableKubeconfig(checkConnectedCluster(connectedClusterOf)),
    checkExtension,
    keepingWhatStood(deleteIt(kubernetesCompute)),
    staying(awaitDeletion(kubernetesCompute)),
    staying(afterDetaching(putNew(kubernetesCompute))),
    afterDetaching(awaitWritten(kubernetesCompute)),
    verify(kubernetesCompute),
    withUsableKubeconfig(verifyPods),
  ],
};
