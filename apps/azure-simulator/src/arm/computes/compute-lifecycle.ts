import type { Operations } from '../../long-running-operations/operations.js';
import { wrapped } from '../../scenarios/known-failures.js';
import type { ArmErrorBody } from '../arm-error.js';
import type { ComputeRecord } from './compute-record.js';

/** What stands after a compute's operation has ended at `atMs`; undefined where that was its delete. Tells the operation. */
export function finishOperation(
  record: ComputeRecord,
  operations: Operations,
  atMs: number,
): ComputeRecord | undefined {
  const { operation, ...rest } = record;
  if (!operation) return record;
  if (operation.error) {
    const error = wrapped(operation.error);
    operations.fail(operation.operationId, atMs, error);
    return failed(rest, error);
  }
  operations.succeed(operation.operationId, atMs);
  if (operation.kind === 'Deleting') return undefined;
  return { ...rest, provisioningState: 'Succeeded', isBuilt: true };
}

const failed = (record: ComputeRecord, error: ArmErrorBody): ComputeRecord => ({
  ...record,
  provisioningState: 'Failed',
  provisioningErrors: [error],
});
