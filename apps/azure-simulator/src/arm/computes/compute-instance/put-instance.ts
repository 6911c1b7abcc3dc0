import { durations } from '../../../durations.js';
import type { Simulation } from '../../../simulation.js';
import { ArmRefusal } from '../../arm-error.js';
import type { ArmAnswer, ArmRequest } from '../../arm-request.js';
import { normaliseLocation } from '../../locations.js';
import { decideOutcome } from '../../operation-outcome.js';
import { parseBody } from '../../parse-body.js';
import type { WorkspaceRecord } from '../../workspaces/workspace-record.js';
import { checkComputeName } from '../compute.schema.js';
import { checkFamily, checkRegionRoom, workspaceForComputes } from '../compute-rules.js';
import { checkNotLeaving } from './answer-operation.js';
import { beginRequested } from './begin-operation.js';
import { checkUnchanged } from './check-immutable.js';
import { desiredInstance } from './desired-instance.js';
import { createPlan } from './instance-plans.js';
import { instanceShortage } from './instance-quota.js';
import type { InstanceRecord } from './instance-record.js';
import { putInstanceSchema, type PutInstance } from './instance.schema.js';
import { viewInstance } from './view-instance.js';

/** Creates (201 with Azure-AsyncOperation), or takes of one that stands what can change (200). */
export function putInstance(simulation: Simulation, request: ArmRequest): ArmAnswer {
  const { computes, kubernetesComputes, instances } = simulation;
  const workspace = workspaceForComputes(simulation, request);
  checkComputeName(request.parameters.computeName);
  const body = parseBody(putInstanceSchema, request.body);
  const { computeType } = body.properties;
  const other = computes.find(request.parameters) ?? kubernetesComputes.find(request.parameters);
  if (other || computeType !== 'ComputeInstance')
    throw badRequest('The type of a compute cannot be changed.', 'properties.computeType');
  checkPlace(body, workspace);
  const found = instances.find(request.parameters);
  if (found) checkNotLeaving(found);
  const existing = found?.state === 'CreateFailed' ? undefined : found;
  const record = desiredInstance(simulation, request, workspace, body, existing);
  if (existing) return replace(simulation, request, existing, record);
  if (!found) checkRegionRoom(simulation, { ...record, computeLocation: record.location });
  checkFamily(simulation, record.settings.vmSize);
  return create(simulation, request, record);
}

function create(simulation: Simulation, request: ArmRequest, record: InstanceRecord): ArmAnswer {
  const { operations, quotas } = simulation;
  const error = instanceShortage(
    quotas,
    { ...record, state: 'CreateFailed' },
    record.settings.vmSize,
  );
  const plan = createPlan(record.settings);
  const begun = beginRequested(simulation, request, 'PUT', record, plan, { error });
  return {
    status: 201,
    headers: {
      'azure-asyncoperation': operations.pollUrl(
        begun.operation,
        request.origin,
        'computeOperationsStatus',
      ),
      'retry-after': operations.retryAfterSeconds('compute'),
    },
    body: viewInstance(begun.record, request.apiVersion, request.nowMs),
  };
}

function replace(
  simulation: Simulation,
  request: ArmRequest,
  existing: InstanceRecord,
  record: InstanceRecord,
): ArmAnswer {
  checkUnchanged(existing, record);
  const isComing = existing.operation?.name === 'Create';
  const updated = isComing || existing.update ? record : withUpdate(simulation, request, record);
  simulation.instances.put(updated);
  return { status: 200, body: viewInstance(updated, request.apiVersion, request.nowMs) };
}

function withUpdate(
  { faults, operations }: Simulation,
  request: ArmRequest,
  record: InstanceRecord,
): InstanceRecord {
  const subject = { method: request.method, paths: [request.path] };
  const outcome = decideOutcome(faults, subject, request.nowMs, durations.instanceUpdate);
  const { id } = operations.begin(
    {
      collection: 'computeOperationsStatus',
      verb: 'PUT',
      subscriptionId: record.subscriptionId,
      location: record.location,
      resourceId: record.id,
    },
    request.nowMs,
    outcome.endsAtMs,
  );
  return { ...record, update: { operationId: id, ...outcome } };
}

/** An instance is where its workspace is (docs/azure-facts.md#compute-instances). */
function checkPlace({ location, properties }: PutInstance, workspace: WorkspaceRecord): void {
  const places = { location, 'properties.computeLocation': properties.computeLocation };
  for (const [target, place] of Object.entries(places))
    if (place && normaliseLocation(place) !== workspace.location)
      throw badRequest(
        `A compute instance must be in the region of its workspace, '${workspace.location}', not in '${place}'.`,
        target,
      );
}

const badRequest = (message: string, target: string): ArmRefusal =>
  new ArmRefusal(400, { code: 'BadRequest', message, target });
