import { neededProviders } from '#libs/arm-versions';
import { missing, type OperationDefinition, type StepDefinition } from '#libs/operations';
import type { ResourceFacts } from '#libs/resources';
import { askSubscription } from './ask-azure.js';
import { awaitProvider, registerProvider } from './register-provider.step.js';

/** What is missing now, in the row: for whoever asks what is left to do. */
const lookAtSubscription: StepDefinition = {
  name: 'look at subscription',
  writes: false,
  mayBeLeft: true,
  async run({ arm, resource, signal }) {
    const asked = await askSubscription(arm, resource.subscriptionId, signal);
    if (!asked) return missing('subscription', resource);
    const { state, observed } = asked;
    const facts: ResourceFacts = {
      provisioningState: 'SUCCEEDED',
      rawProvisioningState: 'Succeeded',
      provisioningErrors: [],
      observed,
    };
    return { outcome: 'done', rawState: state, facts };
  },
};

/** All are asked for before one is waited for: Azure registers them at the same time. */
export const providersRegister: OperationDefinition = {
  kind: 'PROVIDERS_REGISTER',
  summary: 'Registers the resource providers that Armature needs in a subscription.',
  during: 'UPDATING',
  brings: { missingProviders: [] },
  steps: [
    ...neededProviders.map(registerProvider),
    ...neededProviders.map(awaitProvider),
    lookAtSubscription,
  ],
};
