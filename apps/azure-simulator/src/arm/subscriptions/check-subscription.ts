import { ArmRefusal } from '../arm-error.js';
import type { Subscriptions } from './subscriptions.js';

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Refuses a path in a subscription that is not there, or whose id can be none, in ARM's words (arm-facts, Corrections and additions). */
export function checkSubscription(subscriptions: Subscriptions, path: string): void {
  const [, first, id] = path.split('/');
  if (first?.toLowerCase() !== 'subscriptions' || !id) return;
  if (!guid.test(id))
    throw new ArmRefusal(400, {
      code: 'InvalidSubscriptionId',
      message: `The provided subscription identifier '${id}' is malformed or invalid.`,
    });
  if (!subscriptions.find(id))
    throw new ArmRefusal(404, {
      code: 'SubscriptionNotFound',
      message: `The subscription '${id}' could not be found.`,
    });
}
