import { durations } from '../../durations.js';
import type { OperationRecord } from '../../long-running-operations/operation-record.js';
import type { Simulation } from '../../simulation.js';
import { ArmRefusal, parentResourceNotFound } from '../arm-error.js';
import type { ArmAnswer, ArmRequest } from '../arm-request.js';
import { decideOutcome } from '../operation-outcome.js';
import { workspaceIdOf } from '../workspaces/workspaces.js';
import type { ComputeRecord } from './compute-record.js';

/** 202 with both poll headers, 204 where there is nothing. `underlyingResourceAction` must be given. */
export function deleteCompute(simulation: Simulation, request: ArmRequest): ArmAnswer {
  const { computes, groups, workspaces } = simulation;
  groups.get(request.parameters);
  checkAction(request.query.get('underlyingResourceAction'));
  if (!workspaces.find(request.parameters))
    throw parentResourceNotFound(workspaceIdOf(request.parameters));
  const existing = computes.find(request.parameters);
  if (!existing) return { status: 204 };
  return accepted(simulation, request, operationOf(simulation, request, existing));
}

function operationOf(
  simulation: Simulation,
  request: ArmRequest,
  existing: ComputeRecord,
): OperationRecord {
  const { operations, faults, computes } = simulation;
  const running = existing.operation && operations.find(existing.operation.operationId);
  if (running?.verb === 'DELETE') return running;
  if (running) operations.cancel(running.id, request.nowMs);
  const subject = { method: request.method, paths: [request.path] };
  const outcome = decideOutcome(faults, subject, request.nowMs, durations.clusterDelete);
  const begun = operations.begin(
    {
      collection: 'computeOperationsStatus',
      verb: 'DELETE',
      subscriptionId: existing.subscriptionId,
      location: existing.location,
      resourceId: existing.id,
    },
    request.nowMs,
    outcome.endsAtMs,
  );
  const showsOld = faults.take('ShowsOldState', subject) !== undefined;
  computes.put({
    ...existing,
    provisioningState: showsOld ? existing.provisioningState : 'Deleting',
    operation: { kind: 'Deleting', operationId: begun.id, ...outcome },
  });
  return begun;
}

const accepted = (
  { operations }: Simulation,
  { origin }: ArmRequest,
  operation: OperationRecord,
): ArmAnswer => ({
  status: 202,
  headers: {
    'azure-asyncoperation': operations.pollUrl(operation, origin, 'computeOperationsStatus'),
    location: operations.pollUrl(operation, origin, 'computeOperationResults'),
    'retry-after': operations.retryAfterSeconds('compute'),
  },
});

function checkAction(action: string | null): void {
  if (action === 'Delete') return;
  throw new ArmRefusal(
    400,
    action === 'Detach'
      ? {
          code: 'UserError',
          message: 'ComputeDetach with computeType AmlCompute is not supported.',
        }
      : {
          code: 'BadRequest',
          message:
            "The query parameter 'underlyingResourceAction' is required and must be 'Delete' or 'Detach'.",
          target: 'underlyingResourceAction',
        },
  );
}
