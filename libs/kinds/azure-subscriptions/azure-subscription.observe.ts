import { isObject } from '#libs/kernel';
import type { ResourceBody } from '#libs/resources';
import type { AzureSubscriptionObserved } from './azure-subscription.schema.js';

/** What ARM answered about a subscription. Never throws. What is missing in it, it does not say by itself. */
export const observeSubscription = (body: ResourceBody): AzureSubscriptionObserved => ({
  displayName: isObject(body) && typeof body['displayName'] === 'string' ? body['displayName'] : '',
  missingActions: null,
  missingProviders: null,
});
