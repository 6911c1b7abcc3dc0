import { z } from 'zod';
import { kinds } from '#libs/kinds';
import { mostNodes, vmPriorityInput } from '#libs/kinds/compute-clusters';
import type { QuotaDemand } from '#libs/quotas';
import { gql, idOf, optional, uuidField } from '#libs/verbs';
import { computeType } from '../resources/resource.filter.js';
import { vmSizeField } from '../vm-sizes/vm-size.field.js';

const wrongCount = `must be a whole number from 0 to ${mostNodes}`;
const nodeCount = z.int32().min(0, wrongCount).max(mostNodes, wrongCount);

export const quotaCheckInput = z
  .strictObject({
    location: z.string().describe('Azure region.'),
    vmSize: vmSizeField.describe('VM size.'),
    vmPriority: vmPriorityInput.prefault('DEDICATED').describe('The tier.'),
    computeType: computeType
      .prefault('COMPUTE_CLUSTER')
      .describe('What it is for; an instance is one node, a Kubernetes compute takes none.'),
    minNodeCount: nodeCount.prefault(0).describe('Nodes of a cluster that are always kept.'),
    maxNodeCount: nodeCount.prefault(1).describe('Nodes of a cluster at most.'),
    workspaceId: optional(idOf('Workspace')).describe(
      'The workspace, whose share of the quota counts too; its subscription is the one that is asked.',
    ),
    subscriptionId: optional(uuidField()).describe(
      "The Azure subscription; the gateway's default one unless given. Any other is one where a team of yours has a group or a share.",
    ),
  })
  .refine(({ minNodeCount: min, maxNodeCount: max }) => min <= max, {
    path: ['minNodeCount'],
    message: 'must not be above maxNodeCount',
  })
  .register(gql, {
    type: 'QuotaCheckInput',
    description: 'A new compute that a quota shall carry.',
  });
export type AskedQuota = z.output<typeof quotaCheckInput>;

/** What it would take; undefined for what is made of no machines. */
export function demandAsked(
  { vmSize, vmPriority, computeType: type, ...scale }: AskedQuota,
  location: string,
): QuotaDemand | undefined {
  if (!kinds.of(type).hasMachines) return undefined;
  const isInstance = type === 'COMPUTE_INSTANCE';
  const { minNodeCount: atOnce, maxNodeCount: atMost } = isInstance
    ? { minNodeCount: 1, maxNodeCount: 1 }
    : scale;
  return {
    vmSize,
    vmPriority,
    location,
    computeType: isInstance ? 'ComputeInstance' : 'AmlCompute',
    nodes: { atOnce, needed: Math.min(atMost, Math.max(1, atOnce)), atMost },
    has: { vmSize, nodes: 0 },
    isNew: true,
    field: 'vmSize',
  };
}
