import type { OperationRecord } from '../../../long-running-operations/operation-record.js';
import type { Simulation } from '../../../simulation.js';
import type { ArmErrorBody } from '../../arm-error.js';
import type { ArmRequest } from '../../arm-request.js';
import { decideOutcome } from '../../operation-outcome.js';
import { beginPlan, type Begun } from './begin-plan.js';
import { failureTimes, type Plan } from './instance-plans.js';
import type { InstanceRecord } from './instance-record.js';

/** Begins what a request asks for, as a long-running operation, and puts the record. `error` makes it fail. */
export function beginRequested(
  simulation: Simulation,
  request: ArmRequest,
  verb: OperationRecord['verb'],
  record: InstanceRecord,
  plan: Plan,
  more: { error?: ArmErrorBody | undefined; vmSize?: string } = {},
): { record: InstanceRecord; operation: OperationRecord } {
  const { faults, operations, instances } = simulation;
  const subject = { method: request.method, paths: [request.path] };
  const { endsAtMs, error, failsWithStatus } = decideOutcome(
    faults,
    subject,
    request.nowMs,
    plan.first.seconds,
    failureTimes(plan),
  );
  const operation = operations.begin(
    {
      collection: 'computeOperationsStatus',
      verb,
      subscriptionId: record.subscriptionId,
      location: record.location,
      resourceId: record.id,
      failsWithStatus,
    },
    request.nowMs,
    endsAtMs,
  );
  const failure = error ?? more.error;
  const begun: Begun = {
    operationId: operation.id,
    ...(endsAtMs === undefined ? {} : { untilMs: endsAtMs }),
    ...(failure ? { error: failure } : {}),
    ...(more.vmSize === undefined ? {} : { vmSize: more.vmSize }),
  };
  const started = beginPlan(record, plan, 'User', begun, request.nowMs);
  instances.put(started);
  return { record: started, operation };
}
