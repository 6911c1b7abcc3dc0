import { z } from 'zod';
import { parseBody } from '../arm/parse-body.js';
import { normaliseLocation } from '../arm/locations.js';
import { regionLimitsSchema } from '../arm/quotas/quotas.js';
import { usageViewSchema, type UsageView } from '../arm/quotas/usage-view.js';
import type { Simulation } from '../simulation.js';
import { armLimits } from '../throttling/throttle.js';

const quotasSchema = z.strictObject({
  subscriptionId: z.string().min(1),
  location: z.string().min(1),
  limits: regionLimitsSchema.partial(),
});

const bucketSchema = z.strictObject({
  burst: z.number().positive(),
  perSecond: z.number().positive(),
});
const throttlingSchema = z.union([
  z.strictObject({ enabled: z.literal(false) }),
  z.strictObject({
    enabled: z.literal(true).default(true),
    read: bucketSchema.optional(),
    write: bucketSchema.optional(),
    delete: bucketSchema.optional(),
  }),
]);

/** Sets some limits of a subscription in a region and answers all of them. */
export function changeQuotas({ quotas }: Simulation, body: unknown): object {
  const { subscriptionId, location, limits } = parseBody(quotasSchema, body);
  const given = Object.fromEntries(
    Object.entries(limits).filter(([, value]) => value !== undefined),
  );
  return quotas.setLimits(subscriptionId, normaliseLocation(location), given);
}

/** Says how usages are answered from now on; what is left out is as in Azure. */
export function changeUsages({ quotas }: Simulation, body: unknown): UsageView {
  const view = parseBody(usageViewSchema, body);
  quotas.setUsageView(view);
  return view;
}

/** Switches throttling off, or on with ARM's limits but for those given. Buckets start full. */
export function changeThrottling({ throttle }: Simulation, body: unknown): object {
  const asked = parseBody(throttlingSchema, body);
  if (!asked.enabled) {
    throttle.setLimits('off');
    return { enabled: false };
  }
  const limits = {
    read: asked.read ?? armLimits.read,
    write: asked.write ?? armLimits.write,
    delete: asked.delete ?? armLimits.delete,
  };
  throttle.setLimits(limits);
  return { enabled: true, ...limits };
}
