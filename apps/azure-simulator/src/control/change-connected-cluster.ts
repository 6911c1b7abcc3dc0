import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { armIdKey } from '#libs/kernel';
import { ArmRefusal } from '../arm/arm-error.js';
import {
  viewConnectedCluster,
  type ConnectedClusterRecord,
} from '../arm/connected-clusters/connected-cluster-record.js';
import { isLocation, normaliseLocation } from '../arm/locations.js';
import { parseBody } from '../arm/parse-body.js';
import { stampSystemData } from '../arm/system-data.js';
import { relayChanged } from '../arm/training-resources/training-resources.js';
import { tenantId } from '../identity/tokens.js';
import type { Simulation } from '../simulation.js';

const clusterId = z
  .string()
  .regex(
    /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/(Microsoft\.Kubernetes\/connectedClusters|Microsoft\.ContainerService\/managedClusters)\/[^/]+$/i,
    'must be the id of a connected cluster or an AKS cluster',
  );

const changeSchema = z.discriminatedUnion('action', [
  /** Installs the agents; the cluster is created where it is not there. */
  z.strictObject({
    action: z.literal('connect'),
    clusterId,
    location: z.string().refine(isLocation, 'must be a region').default('eastus'),
    kubernetesVersion: z.string().default('1.29.4'),
    totalNodeCount: z.int().nonnegative().default(3),
    totalCoreCount: z.int().nonnegative().default(12),
    agentVersion: z.string().default('1.16.3'),
    distribution: z.string().default('k3s'),
    infrastructure: z.string().default('generic'),
  }),
  /** `agentErrors`: what the agents say is wrong before they fall silent. */
  z.strictObject({
    action: z.literal('stopHeartbeats'),
    clusterId,
    agentErrors: z
      .array(z.strictObject({ component: z.string(), message: z.string() }))
      .default([]),
  }),
  z.strictObject({ action: z.literal('resumeHeartbeats'), clusterId }),
  /** The Service Bus or Relay that training uses is changed by hand: what is attached stops working. */
  z.strictObject({ action: z.literal('changeRelay'), clusterId }),
]);
type Stop = Extract<z.infer<typeof changeSchema>, { action: 'stopHeartbeats' }>;
type Connect = Extract<z.infer<typeof changeSchema>, { action: 'connect' }>;

const seeder = { objectId: tenantId, clientId: 'azure-simulator' };

/** What happens in a cluster itself: agents, and their heartbeats. Answers the cluster. */
export function changeConnectedCluster(simulation: Simulation, body: unknown): object {
  const { clock, connectedClusters, extensions, timeline } = simulation;
  const change = parseBody(changeSchema, body);
  const nowMs = clock.nowMs();
  timeline.settle(nowMs);
  const existing = connectedClusters.findById(change.clusterId);
  if (change.action === 'changeRelay') {
    simulation.kubernetesComputes.breakAll(change.clusterId, relayChanged);
    return viewConnectedCluster(withAgents(existing, change.clusterId), nowMs);
  }
  const record =
    change.action === 'connect'
      ? connected(simulation, change, existing, nowMs)
      : change.action === 'resumeHeartbeats'
        ? beating(existing, change.clusterId, nowMs)
        : silent(existing, change, nowMs);
  connectedClusters.put(record);
  if (change.action !== 'stopHeartbeats') extensions.resume(armIdKey(record.id), nowMs);
  return viewConnectedCluster(record, nowMs);
}

function connected(
  { groups }: Simulation,
  change: Connect,
  existing: ConnectedClusterRecord | undefined,
  nowMs: number,
): ConnectedClusterRecord {
  const [, , subscriptionId = '', , resourceGroupName = '', , provider = '', , name = ''] =
    change.clusterId.split('/');
  groups.getForWrite({ subscriptionId, resourceGroupName });
  const isArc = provider.toLowerCase() === 'microsoft.kubernetes';
  const { kubernetesVersion, totalNodeCount, totalCoreCount, agentVersion } = change;
  const { distribution, infrastructure } = change;
  const agents = { kubernetesVersion, totalNodeCount, totalCoreCount, agentVersion };
  const reported = { distribution, infrastructure };
  const fresh: ConnectedClusterRecord = {
    id: change.clusterId,
    subscriptionId,
    resourceGroupName,
    name,
    type: isArc
      ? 'Microsoft.Kubernetes/connectedClusters'
      : 'Microsoft.ContainerService/managedClusters',
    location: normaliseLocation(change.location),
    identity: { type: 'SystemAssigned', principalId: randomUUID(), tenantId },
    properties: { agentPublicKeyCertificate: '' },
    provisioningState: 'Succeeded',
    systemData: stampSystemData(undefined, seeder, nowMs),
  };
  const base = existing ?? fresh;
  return {
    ...base,
    properties: { ...base.properties, ...reported },
    agents: { ...agents, firstHeartbeatMs: nowMs },
  };
}

function beating(
  existing: ConnectedClusterRecord | undefined,
  id: string,
  nowMs: number,
): ConnectedClusterRecord {
  const cluster = withAgents(existing, id);
  const { stoppedAtMs: _stopped, errors: _errors, ...agents } = cluster.agents;
  return { ...cluster, agents: { ...agents, firstHeartbeatMs: nowMs } };
}

function silent(
  existing: ConnectedClusterRecord | undefined,
  { clusterId: id, agentErrors }: Stop,
  nowMs: number,
): ConnectedClusterRecord {
  const cluster = withAgents(existing, id);
  const { stoppedAtMs = nowMs } = cluster.agents;
  const time = new Date(nowMs).toISOString();
  const errors = agentErrors.map((error) => ({ ...error, severity: 'Error', time }));
  return {
    ...cluster,
    agents: { ...cluster.agents, stoppedAtMs, ...(errors.length > 0 && { errors }) },
  };
}

function withAgents(
  existing: ConnectedClusterRecord | undefined,
  id: string,
): ConnectedClusterRecord & Required<Pick<ConnectedClusterRecord, 'agents'>> {
  if (existing?.agents) return { ...existing, agents: existing.agents };
  throw new ArmRefusal(404, {
    code: 'NotFound',
    message: `There is no cluster ${id} with agents.`,
  });
}
