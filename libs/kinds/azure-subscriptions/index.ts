export type { AzureSubscriptionObserved } from './azure-subscription.schema.js';
export { registerProviders } from './register-providers.verb.js';
