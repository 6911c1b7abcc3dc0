import { randomUUID } from 'node:crypto';
import { durations } from '../../durations.js';
import { tenantId } from '../../identity/tokens.js';
import type { OperationRecord } from '../../long-running-operations/operation-record.js';
import type { Simulation } from '../../simulation.js';
import { ArmRefusal } from '../arm-error.js';
import type { ArmAnswer, ArmRequest } from '../arm-request.js';
import { isLocation, normaliseLocation } from '../locations.js';
import { decideOutcome } from '../operation-outcome.js';
import { parseBody } from '../parse-body.js';
import { stampSystemData } from '../system-data.js';
import {
  checkConnectedClusterName,
  patchConnectedClusterSchema,
  putConnectedClusterSchema,
} from './connected-cluster.schema.js';
import { viewConnectedCluster, type ConnectedClusterRecord } from './connected-cluster-record.js';
import { connectedClusterId, connectedClusterType } from './connected-clusters.js';

/** Creates (201 with Azure-AsyncOperation) or replaces at once (200). No agents come with it. */
export function putConnectedCluster(simulation: Simulation, request: ArmRequest): ArmAnswer {
  const { connectedClusters, groups } = simulation;
  const { subscriptionId, resourceGroupName, clusterName } = request.parameters;
  groups.getForWrite(request.parameters);
  checkConnectedClusterName(clusterName);
  const body = parseBody(putConnectedClusterSchema, request.body);
  const existing = connectedClusters.find(request.parameters);
  checkReplaceable(existing, body.location);
  const record: ConnectedClusterRecord = {
    id: existing?.id ?? connectedClusterId(request.parameters),
    subscriptionId,
    resourceGroupName,
    name: existing?.name ?? clusterName,
    type: connectedClusterType,
    location: normaliseLocation(body.location),
    ...(body.tags ? { tags: body.tags } : {}),
    ...(body.kind ? { kind: body.kind } : {}),
    identity: identityOf(body.identity.type, existing),
    properties: body.properties,
    ...(existing?.agents ? { agents: existing.agents } : {}),
    provisioningState: 'Succeeded',
    systemData: stampSystemData(existing?.systemData, request.principal, request.nowMs),
  };
  if (existing?.provisioningState === 'Succeeded') {
    connectedClusters.put(record);
    return { status: 200, body: viewConnectedCluster(record, request.nowMs) };
  }
  const { operation, record: begun } = begin(simulation, request, record, 'Provisioning');
  return {
    status: 201,
    headers: {
      'azure-asyncoperation': simulation.operations.pollUrl(
        operation,
        request.origin,
        'connectedClusterOperationsStatus',
      ),
    },
    body: viewConnectedCluster(begun, request.nowMs),
  };
}

/** Merges tags and the three properties that may change; synchronous. */
export function patchConnectedCluster(simulation: Simulation, request: ArmRequest): ArmAnswer {
  const { connectedClusters, groups } = simulation;
  groups.getForWrite(request.parameters);
  const existing = connectedClusters.get(request.parameters);
  const body = parseBody(patchConnectedClusterSchema, request.body);
  const record: ConnectedClusterRecord = {
    ...existing,
    ...(body.tags ? { tags: body.tags } : {}),
    properties: { ...existing.properties, ...body.properties },
    systemData: stampSystemData(existing.systemData, request.principal, request.nowMs),
  };
  connectedClusters.put(record);
  return { status: 200, body: viewConnectedCluster(record, request.nowMs) };
}

/** 202 with Location, 204 where there is nothing. */
export function deleteConnectedCluster(simulation: Simulation, request: ArmRequest): ArmAnswer {
  const { connectedClusters, groups, operations } = simulation;
  groups.get(request.parameters);
  const existing = connectedClusters.find(request.parameters);
  if (!existing) return { status: 204 };
  const running = existing.operation && operations.find(existing.operation.operationId);
  if (running && running.verb !== 'DELETE') operations.cancel(running.id, request.nowMs);
  const operation =
    running?.verb === 'DELETE'
      ? running
      : begin(simulation, request, existing, 'Deleting').operation;
  return {
    status: 202,
    headers: {
      location: operations.pollUrl(operation, request.origin, 'connectedClusterOperationResults'),
      'retry-after': operations.retryAfterSeconds('connectedCluster'),
    },
  };
}

function begin(
  simulation: Simulation,
  request: ArmRequest,
  record: ConnectedClusterRecord,
  kind: 'Provisioning' | 'Deleting',
): { operation: OperationRecord; record: ConnectedClusterRecord } {
  const seconds =
    kind === 'Deleting' ? durations.connectedClusterDelete : durations.connectedClusterCreate;
  const subject = { method: request.method, paths: [request.path] };
  const outcome = decideOutcome(simulation.faults, subject, request.nowMs, seconds);
  const operation = simulation.operations.begin(
    {
      collection: 'connectedClusterOperationsStatus',
      verb: kind === 'Deleting' ? 'DELETE' : 'PUT',
      subscriptionId: record.subscriptionId,
      location: record.location,
      resourceId: record.id,
    },
    request.nowMs,
    outcome.endsAtMs,
  );
  const begun: ConnectedClusterRecord = {
    ...record,
    provisioningState: kind,
    operation: { kind, operationId: operation.id, ...outcome },
  };
  simulation.connectedClusters.put(begun);
  return { operation, record: begun };
}

function identityOf(
  type: 'None' | 'SystemAssigned',
  existing: ConnectedClusterRecord | undefined,
): ConnectedClusterRecord['identity'] {
  if (type === 'None') return { type };
  return { type, principalId: existing?.identity.principalId ?? randomUUID(), tenantId };
}

function checkReplaceable(existing: ConnectedClusterRecord | undefined, location: string): void {
  if (!isLocation(location))
    throw new ArmRefusal(400, {
      code: 'LocationNotAvailableForResourceType',
      message: `The provided location '${location}' is not available for resource type '${connectedClusterType}'.`,
    });
  if (!existing) return;
  if (existing.provisioningState === 'Deleting')
    throw new ArmRefusal(409, {
      code: 'Conflict',
      message: `The connected cluster '${existing.name}' is being deleted. Please try again when that is done.`,
    });
  if (existing.location !== normaliseLocation(location))
    throw new ArmRefusal(409, {
      code: 'InvalidResourceLocation',
      message: `The resource '${existing.name}' already exists in location '${existing.location}' in resource group '${existing.resourceGroupName}'. A resource with the same name cannot be created in location '${location}'. Please select a new resource name.`,
    });
}
