import type { OperationRecord } from '../../../long-running-operations/operation-record.js';
import type { Simulation } from '../../../simulation.js';
import { ArmRefusal } from '../../arm-error.js';
import type { ArmAnswer, ArmRequest } from '../../arm-request.js';
import type { InstanceRecord } from './instance-record.js';

/** Refuses what is being deleted. */
export function checkNotLeaving(record: InstanceRecord): void {
  if (record.operation?.name === 'Delete')
    throw new ArmRefusal(409, {
      code: 'Conflict',
      message: `The compute '${record.name}' is being deleted. Please try again when that is done.`,
    });
}

/** Refuses while something else is going on with the instance. */
export function checkQuiet(record: InstanceRecord): void {
  if (record.operation)
    throw new ArmRefusal(409, {
      code: 'Conflict',
      message: `The compute instance '${record.name}' is in state '${record.state}': another operation is in progress. Please try again later.`,
    });
}

/** 202 with the URL in the header that the api-version's examples show. */
export const accepted = (
  { operations }: Simulation,
  { origin }: ArmRequest,
  operation: OperationRecord,
  atLocation: boolean,
): ArmAnswer => ({
  status: 202,
  headers: {
    ...(atLocation
      ? { location: operations.pollUrl(operation, origin, 'computeOperationResults') }
      : {
          'azure-asyncoperation': operations.pollUrl(operation, origin, 'computeOperationsStatus'),
        }),
    'retry-after': operations.retryAfterSeconds('compute'),
  },
});
