import { amlDate } from '../aml-date.js';
import type { Plan } from './instance-plans.js';
import type { InstanceOperation, InstanceRecord, OperationTrigger } from './instance-record.js';

export type Begun = Pick<InstanceOperation, 'untilMs' | 'error' | 'operationId' | 'vmSize'>;

/** The record at the start of a plan. */
export function beginPlan(
  record: InstanceRecord,
  { first, ...plan }: Plan,
  trigger: OperationTrigger,
  begun: Begun,
  nowMs: number,
): InstanceRecord {
  return {
    ...record,
    state: first.state,
    operation: { ...plan, ...begun, trigger },
    lastOperation: {
      operationName: plan.name,
      operationTime: amlDate(nowMs),
      operationStatus: 'InProgress',
      operationTrigger: trigger,
    },
  };
}
