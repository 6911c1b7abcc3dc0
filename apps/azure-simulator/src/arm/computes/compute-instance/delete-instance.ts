import type { Simulation } from '../../../simulation.js';
import { ArmRefusal } from '../../arm-error.js';
import type { ArmAnswer, ArmRequest } from '../../arm-request.js';
import { beginRequested } from './begin-operation.js';
import { deletePlan } from './instance-plans.js';
import type { InstanceRecord } from './instance-record.js';

/** 202 with both poll headers, in whatever state; what goes on is given up. */
export function deleteInstance(
  simulation: Simulation,
  request: ArmRequest,
  record: InstanceRecord,
): ArmAnswer {
  checkAction(request.query.get('underlyingResourceAction'));
  const { operations } = simulation;
  const operation = deletion(simulation, request, record);
  return {
    status: 202,
    headers: {
      'azure-asyncoperation': operations.pollUrl(
        operation,
        request.origin,
        'computeOperationsStatus',
      ),
      location: operations.pollUrl(operation, request.origin, 'computeOperationResults'),
      'retry-after': operations.retryAfterSeconds('compute'),
    },
  };
}

function deletion(
  simulation: Simulation,
  request: ArmRequest,
  record: InstanceRecord,
): ReturnType<typeof beginRequested>['operation'] {
  const { operations } = simulation;
  const runningId = record.operation?.operationId;
  const running = runningId === undefined ? undefined : operations.find(runningId);
  if (running?.verb === 'DELETE') return running;
  for (const id of [runningId, record.update?.operationId])
    if (id !== undefined) operations.cancel(id, request.nowMs);
  const { update: _given, ...rest } = record;
  const leaving: InstanceRecord = { ...rest, provisioningState: 'Deleting' };
  const plan = deletePlan(record);
  return beginRequested(simulation, request, 'DELETE', leaving, plan).operation;
}

function checkAction(action: string | null): void {
  if (action === 'Delete') return;
  throw new ArmRefusal(
    400,
    action === 'Detach'
      ? {
          code: 'UserError',
          message: 'ComputeDetach with computeType ComputeInstance is not supported.',
        }
      : {
          code: 'BadRequest',
          message:
            "The query parameter 'underlyingResourceAction' is required and must be 'Delete' or 'Detach'.",
          target: 'underlyingResourceAction',
        },
  );
}
