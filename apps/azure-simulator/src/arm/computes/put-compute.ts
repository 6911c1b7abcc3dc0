import { armIdKey, computeArmId } from '#libs/kernel';
import { durations } from '../../durations.js';
import type { Simulation } from '../../simulation.js';
import { ArmRefusal } from '../arm-error.js';
import type { ArmAnswer, ArmRequest } from '../arm-request.js';
import { beyond } from '../kept-fields.js';
import { isLocation, normaliseLocation } from '../locations.js';
import { resolveIdentity } from '../managed-identity.js';
import { decideOutcome } from '../operation-outcome.js';
import { parseBody } from '../parse-body.js';
import { stampSystemData } from '../system-data.js';
import type { WorkspaceRecord } from '../workspaces/workspace-record.js';
import { checkImmutable } from './aml-compute/check-immutable.js';
import { minNodesRefusal } from './aml-compute/cluster-quota.js';
import { newClusterState } from './aml-compute/cluster-state.js';
import { resolveSettings } from './aml-compute/resolve-settings.js';
import type { ComputeOperation, ComputeRecord } from './compute-record.js';
import {
  checkComputeName,
  computeEnvelopeSchema,
  putComputeSchema,
  type RequestedCompute,
} from './compute.schema.js';
import {
  checkClusterSize,
  checkFamily,
  checkOneIdentity,
  checkRegionRoom,
  workspaceForComputes,
} from './compute-rules.js';
import { renderCompute } from './view-compute.js';

/**
 * Creates (201 with Azure-AsyncOperation) or replaces without a warning (200; provisioningState tells when it is done).
 * A PUT without identity removes it (docs/azure-facts.md#computes).
 */
export function putCompute(simulation: Simulation, request: ArmRequest): ArmAnswer {
  const { computes } = simulation;
  const workspace = workspaceForComputes(simulation, request);
  checkComputeName(request.parameters.computeName);
  checkType(request.body, workspace);
  const body = parseBody(putComputeSchema, request.body);
  const found = computes.find(request.parameters);
  if (found?.operation?.kind === 'Deleting') throw beingDeleted(found);
  const existing = found?.provisioningState === 'Failed' && !found.isBuilt ? undefined : found;
  const record = desiredRecord(request, workspace, body, existing);
  checkClusterSize(simulation, record);
  if (existing) return replace(simulation, request, existing, record);
  if (!found) checkRegionRoom(simulation, record);
  checkFamily(simulation, record.settings.vmSize);
  return create(simulation, request, record);
}

function create(simulation: Simulation, request: ArmRequest, record: ComputeRecord): ArmAnswer {
  const { operation, pollUrl } = begin(simulation, request, record, 'Creating');
  const created: ComputeRecord = { ...record, provisioningState: 'Creating', operation };
  simulation.computes.put(created);
  return {
    status: 201,
    headers: {
      'azure-asyncoperation': pollUrl,
      'retry-after': simulation.operations.retryAfterSeconds('compute'),
    },
    json: renderCompute(created),
  };
}

function replace(
  simulation: Simulation,
  request: ArmRequest,
  existing: ComputeRecord,
  record: ComputeRecord,
): ArmAnswer {
  checkImmutable(existing, record);
  const earlier = existing.operation;
  const operation = earlier ?? begin(simulation, request, record, 'Updating').operation;
  const updated: ComputeRecord = { ...record, provisioningState: operation.kind, operation };
  simulation.computes.put(updated);
  return { status: 200, json: renderCompute(updated) };
}

function begin(
  simulation: Simulation,
  request: ArmRequest,
  record: ComputeRecord,
  kind: 'Creating' | 'Updating',
): { operation: ComputeOperation; pollUrl: string } {
  const { operations, faults, quotas } = simulation;
  const seconds = kind === 'Creating' ? durations.clusterCreate : durations.clusterUpdate;
  const subject = { method: request.method, paths: [request.path] };
  const outcome = decideOutcome(faults, subject, request.nowMs, seconds);
  const error = outcome.error ?? minNodesRefusal(quotas, record);
  const begun = operations.begin(
    {
      collection: 'computeOperationsStatus',
      verb: request.method === 'PATCH' ? 'PATCH' : 'PUT',
      subscriptionId: record.subscriptionId,
      location: record.location,
      resourceId: record.id,
    },
    request.nowMs,
    outcome.endsAtMs,
  );
  return {
    operation: { kind, operationId: begun.id, ...outcome, ...(error ? { error } : {}) },
    pollUrl: operations.pollUrl(begun, request.origin, 'computeOperationsStatus'),
  };
}
export { begin as beginComputeWrite };

function desiredRecord(
  request: ArmRequest,
  workspace: WorkspaceRecord,
  body: RequestedCompute,
  existing: ComputeRecord | undefined,
): ComputeRecord {
  const { subscriptionId, resourceGroupName, workspaceName, computeName } = request.parameters;
  const { properties } = body;
  const description = properties.description ?? undefined;
  const disableLocalAuth = properties.disableLocalAuth ?? existing?.disableLocalAuth;
  const identity = checkOneIdentity(resolveIdentity(body.identity, existing?.identity));
  return {
    id: existing?.id ?? computeArmId(workspace.id, computeName),
    subscriptionId,
    resourceGroupName,
    workspaceName,
    workspaceKey: armIdKey(workspace.id),
    name: existing?.name ?? computeName,
    location: workspace.location,
    computeLocation: placeOf(properties.computeLocation ?? existing?.computeLocation, workspace),
    ...(body.tags ? { tags: body.tags } : {}),
    ...(body.sku ? { sku: body.sku } : {}),
    ...(identity ? { identity } : {}),
    computeType: 'AmlCompute',
    ...(description === undefined ? {} : { description }),
    ...(disableLocalAuth === undefined ? {} : { disableLocalAuth }),
    createdOnMs: existing?.createdOnMs ?? request.nowMs,
    modifiedOnMs: request.nowMs,
    provisioningState: 'Creating',
    isBuilt: existing?.isBuilt ?? false,
    systemData: stampSystemData(existing?.systemData, request.principal, request.nowMs),
    settings: resolveSettings(properties.properties, existing?.settings),
    state: existing?.state ?? newClusterState(request.nowMs),
    kept: beyond(putComputeSchema, request.body),
  };
}

function placeOf(computeLocation: string | undefined, workspace: WorkspaceRecord): string {
  if (computeLocation === undefined) return workspace.location;
  if (isLocation(computeLocation)) return normaliseLocation(computeLocation);
  throw new ArmRefusal(400, {
    code: 'BadRequest',
    message: `The compute location '${computeLocation}' is not a supported region.`,
    target: 'properties.computeLocation',
  });
}

function checkType(body: unknown, workspace: WorkspaceRecord): void {
  const { computeType } = parseBody(computeEnvelopeSchema, body).properties;
  if (computeType !== 'AmlCompute')
    throw new ArmRefusal(400, {
      code: 'UserError',
      message: `The compute type '${computeType}' is not supported.`,
      target: 'properties.computeType',
    });
  if (workspace.legacy)
    throw new ArmRefusal(400, {
      code: 'BadRequest',
      message: `The workspace '${workspace.name}' was created before Azure Machine Learning became generally available and does not support AmlCompute clusters. Create a new workspace.`,
    });
}

const beingDeleted = (record: ComputeRecord): ArmRefusal =>
  new ArmRefusal(409, {
    code: 'Conflict',
    message: `The compute '${record.name}' is being deleted. Please try again when that is done.`,
  });
