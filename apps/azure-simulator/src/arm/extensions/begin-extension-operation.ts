import type { OperationRecord } from '../../long-running-operations/operation-record.js';
import { failedWith } from '../../scenarios/extension-failures.js';
import type { Simulation } from '../../simulation.js';
import { ArmRefusal } from '../arm-error.js';
import type { ArmRequest } from '../arm-request.js';
import { decideOutcome } from '../operation-outcome.js';
import { firstVersion, type ExtensionOperation, type ExtensionRecord } from './extension-record.js';
import { secondsOf } from './extensions.js';
import { readAsHelm } from './read-as-helm.js';

/** In the first version nothing is long-running. */
export const isFirst = ({ apiVersion }: ArmRequest): boolean =>
  apiVersion.toLowerCase() === firstVersion;

/** Puts the record with an operation under way, whose end is decided by now. */
export function begin(
  simulation: Simulation,
  request: ArmRequest,
  record: ExtensionRecord,
  kind: ExtensionOperation['kind'],
): { operation: OperationRecord; begun: ExtensionRecord } {
  const { faults, operations, extensions } = simulation;
  const subject = { method: request.method, paths: [request.path] };
  const outcome = decideOutcome(faults, subject, request.nowMs, secondsOf(kind));
  const armed = kind === 'Deleting' ? undefined : faults.take('ExtensionFails', subject);
  const helmError = kind === 'Deleting' ? undefined : readAsHelm(record);
  const error = armed ? failedWith(armed.parameters) : (outcome.error ?? helmError);
  const operation = operations.begin(
    {
      collection: 'extensionOperations',
      verb: kind === 'Deleting' ? 'DELETE' : request.method === 'PATCH' ? 'PATCH' : 'PUT',
      subscriptionId: record.subscriptionId,
      location: '',
      resourceId: record.id,
    },
    request.nowMs,
    outcome.endsAtMs,
  );
  const begun: ExtensionRecord = {
    ...record,
    provisioningState: kind,
    operation: {
      kind,
      operationId: operation.id,
      startedAtMs: request.nowMs,
      ...outcome,
      ...(error ? { error } : {}),
    },
  };
  extensions.put(begun);
  return { operation, begun };
}

/** What ARM sends with the start of an operation; `timeout`: when it gives up. */
export function startHeaders(
  { origin }: ArmRequest,
  operation: OperationRecord,
  timeout: string,
): Record<string, string> {
  const path = `${operation.resourceId}/operations/${operation.id}`;
  return {
    'azure-asyncoperation': `${origin}${path}?api-version=2023-05-01`,
    'operation-location': path,
    'x-ms-async-operation-timeout': timeout,
  };
}

/** Refuses while an operation is under way. */
export function checkSettled(existing: ExtensionRecord): void {
  if (existing.operation)
    throw new ArmRefusal(409, {
      code: 'Conflict',
      message: `An operation on the extension '${existing.name}' is in progress (${existing.provisioningState}). Please try again when that is done.`,
    });
}
