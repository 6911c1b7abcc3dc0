import { z } from 'zod';
import { storedTimeSchema } from '#libs/resources';

export const connectivityStatuses = [
  'CONNECTING',
  'CONNECTED',
  'OFFLINE',
  'EXPIRED',
  'AGENT_NOT_INSTALLED',
  'UNKNOWN',
] as const;
export type ConnectivityStatus = (typeof connectivityStatuses)[number];

/** `resource.observed` of a CONNECTED_CLUSTER, connected through Azure Arc or AKS: null where ARM said nothing. */
export const connectedClusterObservedSchema = z.object({
  connectivityStatus: z.enum(connectivityStatuses),
  /** The power state of an AKS cluster. */
  rawConnectivityStatus: z.string(),
  /** The last heartbeat. */
  lastConnectivityTime: storedTimeSchema.nullable(),
  kubernetesVersion: z.string().nullable(),
  totalNodeCount: z.int32().nullable(),
  totalCoreCount: z.int32().nullable(),
  agentVersion: z.string().nullable(),
  distribution: z.string().nullable(),
});
export type ConnectedClusterObserved = z.infer<typeof connectedClusterObservedSchema>;
