import { z } from 'zod';
import type { GatewayClient } from './gateway-client.js';

const clusterSchema = z.object({
  name: z.string(),
  location: z.string(),
  provisioningState: z.string(),
  vmSize: z.string(),
  vmPriority: z.string(),
  scale: z.object({ minNodeCount: z.number(), maxNodeCount: z.number() }),
  identity: z.object({ type: z.string() }),
  currentNodeCount: z.number(),
});

export type Cluster = z.infer<typeof clusterSchema>;

const answerSchema = z.object({
  computes: z.object({ edges: z.array(z.object({ node: clusterSchema })) }),
});

/** The clusters of a workspace as the API tells of them, at most 100. */
export async function readClusters(client: GatewayClient, workspaceId: string): Promise<Cluster[]> {
  const document = `query ($workspaceId: ID!) {
    computes(first: 100, filter: { type: COMPUTE_CLUSTER, workspaceId: $workspaceId }) { edges { node {
      name location provisioningState
      ... on ComputeCluster {
        vmSize vmPriority currentNodeCount
        scale { minNodeCount maxNodeCount }
        identity { type }
      }
    } } }
  }`;
  const { computes } = await client.send(document, answerSchema, { workspaceId });
  return computes.edges.map(({ node }) => node);
}
