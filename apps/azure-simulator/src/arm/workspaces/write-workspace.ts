import { randomUUID } from 'node:crypto';
import { durations } from '../../durations.js';
import type { OperationRecord } from '../../long-running-operations/operation-record.js';
import type { Simulation } from '../../simulation.js';
import { ArmRefusal, refuse } from '../arm-error.js';
import type { ArmAnswer, ArmRequest } from '../arm-request.js';
import { isLocation, normaliseLocation } from '../locations.js';
import { beyond } from '../kept-fields.js';
import { resolveIdentity } from '../managed-identity.js';
import { decideOutcome, type Outcome } from '../operation-outcome.js';
import { parseBody } from '../parse-body.js';
import { stampSystemData } from '../system-data.js';
import { missingDependency } from './check-dependencies.js';
import {
  checkImmutable,
  checkWorkspaceName,
  patchWorkspaceSchema,
  putWorkspaceSchema,
} from './workspace.schema.js';
import {
  viewWorkspace,
  type WorkspaceOperation,
  type WorkspaceRecord,
} from './workspace-record.js';
import { workspaceIdOf } from './workspaces.js';

/** The documents say 10 to 600; a clock that is sped up leads to less. */
const leastRetryAfterSeconds = 10;

/** Creates (202 with Location) or replaces at once (200). */
export function putWorkspace(simulation: Simulation, request: ArmRequest): ArmAnswer {
  const { workspaces, groups } = simulation;
  groups.getForWrite(request.parameters);
  checkWorkspaceName(request.parameters.workspaceName);
  const body = parseBody(putWorkspaceSchema, request.body);
  const existing = workspaces.findAny(request.parameters);
  checkExisting(existing, body.location);
  checkImmutable(existing, body.properties);
  const { subscriptionId, resourceGroupName, workspaceName } = request.parameters;
  const identity = resolveIdentity(body.identity, existing?.identity);
  const record: WorkspaceRecord = {
    id: existing?.id ?? workspaceIdOf(request.parameters),
    subscriptionId,
    resourceGroupName,
    name: existing?.name ?? workspaceName,
    location: normaliseLocation(body.location),
    ...(body.tags ? { tags: body.tags } : {}),
    sku: body.sku ?? { name: 'Basic', tier: 'Basic' },
    kind: body.kind ?? 'Default',
    ...(identity ? { identity } : {}),
    properties: body.properties,
    workspaceId: existing?.workspaceId ?? randomUUID(),
    provisioningState: 'Succeeded',
    ...(existing?.legacy ? { legacy: true } : {}),
    kept: beyond(putWorkspaceSchema, request.body),
    systemData: stampSystemData(existing?.systemData, request.principal, request.nowMs),
  };
  if (existing?.provisioningState === 'Succeeded') {
    workspaces.put(record);
    return { status: 200, body: viewWorkspace(record) };
  }
  const creating =
    existing?.operation && simulation.operations.find(existing.operation.operationId);
  if (existing?.operation?.kind === 'Creating' && creating) {
    workspaces.put({ ...record, provisioningState: 'Creating', operation: existing.operation });
    return accepted(simulation, request, creating);
  }
  return begin(simulation, request, record, 'Creating', durations.workspaceCreate);
}

/** Merges tags, identity and properties; synchronous. */
export function patchWorkspace({ workspaces }: Simulation, request: ArmRequest): ArmAnswer {
  const existing = workspaces.get(request.parameters);
  const body = parseBody(patchWorkspaceSchema, request.body);
  checkSettled(existing);
  checkImmutable(existing, body.properties);
  const { identity: earlier, ...rest } = existing;
  const identity = body.identity ? resolveIdentity(body.identity, earlier) : earlier;
  const record: WorkspaceRecord = {
    ...rest,
    ...(identity ? { identity } : {}),
    ...(body.tags ? { tags: body.tags } : {}),
    ...(body.sku ? { sku: body.sku } : {}),
    properties: { ...existing.properties, ...body.properties },
    systemData: stampSystemData(existing.systemData, request.principal, request.nowMs),
  };
  workspaces.put(record);
  return { status: 200, body: viewWorkspace(record) };
}

/** 202 with Location, or 204 where there is nothing; keeps the name unless `forceToPurge`. */
export function deleteWorkspace(simulation: Simulation, request: ArmRequest): ArmAnswer {
  const { workspaces, operations } = simulation;
  simulation.groups.get(request.parameters);
  const existing = workspaces.findAny(request.parameters);
  const purge = request.query.get('forceToPurge')?.toLowerCase() === 'true';
  if (!existing || (existing.softDeleted && !purge)) return { status: 204 };
  const running = existing.operation && operations.find(existing.operation.operationId);
  if (running?.verb === 'DELETE' && (existing.operation?.kind === 'Purging' || !purge))
    return accepted(simulation, request, running);
  if (running) operations.cancel(running.id, request.nowMs);
  const kind = purge ? 'Purging' : 'Deleting';
  return begin(simulation, request, existing, kind, durations.workspaceDelete);
}

function begin(
  simulation: Simulation,
  request: ArmRequest,
  record: WorkspaceRecord,
  kind: WorkspaceOperation['kind'],
  seconds: number,
): ArmAnswer {
  const subject = { method: request.method, paths: [request.path] };
  const outcome: Outcome = {
    ...decideOutcome(simulation.faults, subject, request.nowMs, seconds),
    ...(kind === 'Creating' ? missingDependency(simulation, record) : {}),
  };
  const operation = simulation.operations.begin(
    {
      collection: 'workspaceOperationsStatus',
      verb: kind === 'Creating' ? 'PUT' : 'DELETE',
      subscriptionId: record.subscriptionId,
      location: record.location,
      resourceId: record.id,
      failsWithStatus: outcome.failsWithStatus,
    },
    request.nowMs,
    outcome.endsAtMs,
  );
  simulation.workspaces.put({
    ...record,
    provisioningState: kind === 'Creating' ? 'Creating' : 'Deleting',
    operation: { kind, operationId: operation.id, ...outcome },
  });
  return accepted(simulation, request, operation);
}

const accepted = (
  { operations }: Simulation,
  request: ArmRequest,
  operation: OperationRecord,
): ArmAnswer => ({
  status: 202,
  headers: {
    location: operations.pollUrl(operation, request.origin, 'workspaceOperationsStatus'),
    ...operations.retryAfterHeaders('workspace', leastRetryAfterSeconds),
  },
});

function checkExisting(existing: WorkspaceRecord | undefined, location: string): void {
  if (!isLocation(location))
    refuse(
      400,
      'LocationNotAvailableForResourceType',
      `The provided location '${location}' is not available for resource type 'Microsoft.MachineLearningServices/workspaces'.`,
    );
  if (!existing) return;
  if (existing.softDeleted)
    refuse(
      400,
      'BadRequest',
      'Soft-deleted workspace exists. Please purge or recover it. https://aka.ms/wsoftdelete',
    );
  if (existing.provisioningState === 'Deleting') checkSettled(existing);
  if (existing.location !== normaliseLocation(location))
    refuse(
      409,
      'InvalidResourceLocation',
      `The resource '${existing.name}' already exists in location '${existing.location}' in resource group '${existing.resourceGroupName}'. A resource with the same name cannot be created in location '${location}'. Please select a new resource name.`,
    );
}

function checkSettled(existing: WorkspaceRecord): void {
  if (existing.operation)
    throw new ArmRefusal(409, {
      code: 'Conflict',
      message: `The workspace '${existing.name}' is in state '${existing.provisioningState}' and cannot be changed now. Please try again later.`,
    });
}
