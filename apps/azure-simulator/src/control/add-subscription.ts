import { z } from 'zod';
import { parseBody } from '../arm/parse-body.js';
import type { SubscriptionRecord } from '../arm/subscriptions/subscriptions.js';
import type { Simulation } from '../simulation.js';

const subscriptionSchema = z.strictObject({
  subscriptionId: z.guid(),
  displayName: z.string().min(1).exactOptional(),
  state: z.enum(['Enabled', 'Disabled']).exactOptional(),
});

/** Adds a subscription, or names, disables and enables it anew. */
export function addSubscription({ subscriptions }: Simulation, body: unknown): SubscriptionRecord {
  return subscriptions.add(parseBody(subscriptionSchema, body));
}
