export type { AzureSubscriptionObserved } from './azure-subscription.schema.js';
