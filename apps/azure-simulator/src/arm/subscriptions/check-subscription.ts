import { ArmRefusal } from '../arm-error.js';
import type { Subscriptions } from './subscriptions.js';

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Refuses a path in a subscription that is not there, or whose id can be none, and a write into one that is disabled,
 * in ARM's words (docs/azure-facts.md#subscriptions).
 */
export function checkSubscription(
  subscriptions: Subscriptions,
  method: string,
  path: string,
): void {
  const [, first, id] = path.split('/');
  if (first?.toLowerCase() !== 'subscriptions' || !id) return;
  if (!guid.test(id))
    throw new ArmRefusal(400, {
      code: 'InvalidSubscriptionId',
      message: `The provided subscription identifier '${id}' is malformed or invalid.`,
    });
  const found = subscriptions.find(id);
  if (!found)
    throw new ArmRefusal(404, {
      code: 'SubscriptionNotFound',
      message: `The subscription '${id}' could not be found.`,
    });
  if (method !== 'GET' && found.state === 'Disabled')
    throw new ArmRefusal(409, {
      code: 'ReadOnlyDisabledSubscription',
      message: `The subscription '${id}' is disabled and therefore marked as read only. You cannot perform any write actions on this subscription until it is re-enabled.`,
    });
}
