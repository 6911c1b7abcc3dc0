import { z } from 'zod';
import { parseBody } from '../arm/parse-body.js';
import type { SubscriptionRecord } from '../arm/subscriptions/subscriptions.js';
import type { Simulation } from '../simulation.js';

const subscriptionSchema = z.strictObject({
  subscriptionId: z.guid(),
  displayName: z.string().min(1).exactOptional(),
  state: z.enum(['Enabled', 'Disabled']).exactOptional(),
  permissions: z
    .array(
      z.strictObject({ actions: z.array(z.string()), notActions: z.array(z.string()).default([]) }),
    )
    .exactOptional(),
  unregistered: z.array(z.string()).default([]),
});

/** Adds a subscription, or names, disables and enables it anew, and takes roles and registrations away. */
export function addSubscription(
  { subscriptions, registrations }: Simulation,
  body: unknown,
): SubscriptionRecord {
  const { unregistered, ...added } = parseBody(subscriptionSchema, body);
  for (const namespace of unregistered) registrations.unregister(added.subscriptionId, namespace);
  return subscriptions.add(added);
}
