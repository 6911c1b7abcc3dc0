import type { KindDefinition } from '../kind-definition.js';
import { addAzureSubscription } from './add-azure-subscription.verb.js';
import { observeSubscription } from './azure-subscription.observe.js';
import { providersRegister } from './providers-register.js';
import { readSubscriptionRow } from './read-azure-subscription-row.js';
import { registerProviders } from './register-providers.verb.js';
import { removeAzureSubscription } from './remove-azure-subscription.verb.js';

export const azureSubscriptions: KindDefinition = {
  kind: 'AZURE_SUBSCRIPTION',
  node: 'AzureSubscription',
  folder: 'azure-subscriptions',
  operations: [providersRegister],
  verbs: [addAzureSubscription, registerProviders, removeAzureSubscription],
  observe: observeSubscription,
  read: readSubscriptionRow,
  settings: {},
  tagging: {
    operation: 'PROVIDERS_REGISTER',
    refusal: 'A subscription is not paid for here: tag the resource groups in it.',
  },
  readOnly: true,
};
