import type { Simulation } from '../../simulation.js';
import type { ArmAnswer, ArmRequest } from '../arm-request.js';
import { begin, isFirst, startHeaders } from './begin-extension-operation.js';
import { clusterOf, findExtension } from './find-extension.js';

/** 202 with Azure-AsyncOperation, 204 where there is nothing. `forceDelete` does not wait for the agents. */
export function deleteExtension(simulation: Simulation, request: ArmRequest): ArmAnswer {
  clusterOf(simulation, request);
  const existing = findExtension(simulation, request);
  if (!existing) return { status: 204 };
  const { extensions, operations } = simulation;
  const running = existing.operation && operations.find(existing.operation.operationId);
  if (running && running.verb !== 'DELETE') operations.cancel(running.id, request.nowMs);
  const isForced = request.query.get('forceDelete')?.toLowerCase() === 'true';
  if (isFirst(request) || isForced) {
    if (running?.verb === 'DELETE') operations.succeed(running.id, request.nowMs);
    extensions.delete(existing.id);
    return { status: 200 };
  }
  const operation =
    running?.verb === 'DELETE'
      ? running
      : begin(simulation, request, existing, 'Deleting').operation;
  return { status: 202, headers: startHeaders(request, operation, 'PT1H') };
}
