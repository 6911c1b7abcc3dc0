import { z } from 'zod';
import { normaliseLocation } from '#libs/kernel';
import type { DemandingChange, QuotaDemand } from '#libs/quotas';
import { vmPriorities } from '#libs/resources';

const settingsSchema = z.object({
  vmSize: z.string(),
  vmPriority: z.enum(vmPriorities).catch('DEDICATED'),
  location: z.string(),
  scale: z.object({ minNodeCount: z.number().catch(0), maxNodeCount: z.number() }),
});
const observedSchema = z.object({ currentNodeCount: z.number() });

/** What a cluster takes of a region's quota; null for what asks for no more than before, and where its settings do not say it. */
export function demandOfComputeCluster({
  operation,
  settings,
  standing,
  observed,
}: DemandingChange): QuotaDemand | null {
  const isNew = operation === 'COMPUTE_CLUSTER_CREATE';
  if (!isNew && operation !== 'COMPUTE_CLUSTER_UPDATE') return null;
  const { data } = settingsSchema.safeParse(settings);
  const before = settingsSchema.safeParse(standing).data?.scale;
  if (!data || (before && !asksForMore(before, data.scale))) return null;
  const { vmSize, vmPriority, location, scale } = data;
  const { minNodeCount: atOnce, maxNodeCount: atMost } = scale;
  const nodes = observedSchema.safeParse(observed).data?.currentNodeCount;
  return {
    vmSize,
    vmPriority,
    location: normaliseLocation(location),
    computeType: 'AmlCompute',
    nodes: { atOnce, needed: Math.min(atMost, Math.max(1, atOnce)), atMost },
    has: { vmSize, nodes: nodes ?? 0 },
    isNew: isNew && observed === null,
    field: isNew ? 'vmSize' : 'scale',
  };
}

type Scale = z.infer<typeof settingsSchema>['scale'];

const asksForMore = (before: Scale, after: Scale): boolean =>
  after.minNodeCount > before.minNodeCount || after.maxNodeCount > before.maxNodeCount;
