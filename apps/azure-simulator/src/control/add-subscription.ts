import { z } from 'zod';
import { parseBody } from '../arm/parse-body.js';
import type { SubscriptionRecord } from '../arm/subscriptions/subscriptions.js';
import type { Simulation } from '../simulation.js';

const subscriptionSchema = z.strictObject({
  subscriptionId: z.guid(),
  displayName: z.string().min(1).optional(),
});

/** Adds a subscription, or names it anew. */
export function addSubscription({ subscriptions }: Simulation, body: unknown): SubscriptionRecord {
  const { subscriptionId, displayName } = parseBody(subscriptionSchema, body);
  return subscriptions.add(subscriptionId, displayName);
}
