import type { ArmErrorBody } from '../arm-error.js';
import type { ManagedIdentity } from '../managed-identity.js';
import type { SystemData } from '../system-data.js';
import type { Tags } from '../tags.js';

export interface AgentError {
  message: string;
  severity: string;
  component: string;
  time: string;
}

/** What agents in the cluster report. Absent until they are installed: the ARM object alone installs none. */
export interface ClusterAgents {
  firstHeartbeatMs: number;
  /** No heartbeat from here on. */
  stoppedAtMs?: number;
  /** What they last said was wrong. */
  errors?: AgentError[];
  kubernetesVersion: string;
  totalNodeCount: number;
  totalCoreCount: number;
  agentVersion: string;
}

export interface ConnectedClusterOperation {
  kind: 'Provisioning' | 'Deleting';
  operationId: string;
  endsAtMs?: number;
  error?: ArmErrorBody;
}

export interface ConnectedClusterRecord {
  id: string;
  subscriptionId: string;
  resourceGroupName: string;
  name: string;
  /** AKS clusters are made over the control endpoint alone, and are otherwise only read. */
  type: 'Microsoft.Kubernetes/connectedClusters' | 'Microsoft.ContainerService/managedClusters';
  location: string;
  tags?: Tags;
  kind?: string;
  identity: ManagedIdentity;
  /** What the caller set. */
  properties: Record<string, unknown>;
  agents?: ClusterAgents;
  provisioningState: 'Provisioning' | 'Deleting' | 'Succeeded' | 'Failed';
  operation?: ConnectedClusterOperation;
  systemData: SystemData;
}

export type ConnectivityStatus = 'Connecting' | 'Connected' | 'Offline' | 'Expired';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const heartbeatEveryMs = 5 * minuteMs;
/**
 * No heartbeat for 15 minutes is Offline; the identity's certificate lasts 90 days
 * (docs/azure-facts.md#arc-connected-clusters).
 */
const offlineAfterMs = 15 * minuteMs;
const certificateMs = 90 * dayMs;

const lastHeartbeatMs = (
  { firstHeartbeatMs, stoppedAtMs }: ClusterAgents,
  nowMs: number,
): number => {
  const untilMs = Math.min(nowMs, stoppedAtMs ?? nowMs);
  return untilMs - ((untilMs - firstHeartbeatMs) % heartbeatEveryMs);
};

/** What Azure makes of the heartbeats at `nowMs`. */
export function connectivityOf(
  { agents, type }: ConnectedClusterRecord,
  nowMs: number,
): ConnectivityStatus {
  if (!agents) return 'Connecting';
  const silentMs = nowMs - lastHeartbeatMs(agents, nowMs);
  if (silentMs < offlineAfterMs) return 'Connected';
  return silentMs > certificateMs && type.startsWith('Microsoft.Kubernetes/')
    ? 'Expired'
    : 'Offline';
}

/** A connected cluster as ARM answers it at `nowMs`. */
export function viewConnectedCluster(record: ConnectedClusterRecord, nowMs: number): object {
  return {
    id: record.id,
    name: record.name,
    type: record.type,
    location: record.location,
    tags: record.tags ?? {},
    ...(record.kind === undefined ? {} : { kind: record.kind }),
    identity: record.identity,
    properties: {
      privateLinkState: 'Disabled',
      azureHybridBenefit: 'NotApplicable',
      ...record.properties,
      provisioningState: record.provisioningState,
      connectivityStatus: connectivityOf(record, nowMs),
      ...(record.agents ? viewAgents(record.agents, nowMs) : {}),
    },
    systemData: record.systemData,
  };
}

function viewAgents(agents: ClusterAgents, nowMs: number): object {
  const heartbeatMs = lastHeartbeatMs(agents, nowMs);
  return {
    kubernetesVersion: agents.kubernetesVersion,
    totalNodeCount: agents.totalNodeCount,
    totalCoreCount: agents.totalCoreCount,
    agentVersion: agents.agentVersion,
    lastConnectivityTime: new Date(heartbeatMs).toISOString(),
    managedIdentityCertificateExpirationTime: new Date(heartbeatMs + certificateMs).toISOString(),
    ...(agents.errors && { arcAgentProfile: { agentErrors: agents.errors } }),
  };
}
