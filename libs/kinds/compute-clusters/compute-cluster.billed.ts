import { z } from 'zod';
import type { BilledCompute } from '#libs/estimates';
import { vmPriorities } from '#libs/resources';

const settingsSchema = z.object({
  vmSize: z.string(),
  vmPriority: z.enum(vmPriorities).default('DEDICATED'),
  location: z.string(),
  scale: z.object({
    minNodeCount: z.number().default(0),
    maxNodeCount: z.number(),
    nodeIdleTimeBeforeScaleDown: z.string().default('PT120S'),
  }),
});

/** Nodes that share one (docs/azure-facts.md#prices). */
const nodesPerLoadBalancer = 50;

/** What a cluster is billed by; null where its settings do not say it. */
export function billedComputeCluster(settings: object): BilledCompute | null {
  const { data } = settingsSchema.safeParse(settings);
  if (!data) return null;
  const { vmSize, vmPriority, location, scale } = data;
  const { minNodeCount: least, maxNodeCount: most, nodeIdleTimeBeforeScaleDown: idle } = scale;
  const balancers = (nodes: number): number => Math.ceil(nodes / nodesPerLoadBalancer);
  return {
    machines: { vmSize, vmPriority, location, least, most },
    loadBalancers: { least: balancers(least), most: balancers(most) },
    osDisks: 0,
    byUse: ['data transfer'],
    assumptions: [
      `There is a load balancer for every ${nodesPerLoadBalancer} nodes, and none without nodes.`,
      'Disks of nodes are taken for part of their price.',
      `A node that nobody uses any more is billed until it goes, ${idle} later.`,
    ],
  };
}
