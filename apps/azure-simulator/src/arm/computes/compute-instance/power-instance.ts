import type { OperationRecord } from '../../../long-running-operations/operation-record.js';
import type { Simulation } from '../../../simulation.js';
import { ArmRefusal, type ArmErrorBody } from '../../arm-error.js';
import type { ArmAnswer, ArmRequest } from '../../arm-request.js';
import { beginRequested } from './begin-operation.js';
import { restartPlan, startPlan, stopPlan, type Plan } from './instance-plans.js';
import { instanceShortage } from './instance-quota.js';
import type { InstanceRecord, InstanceState } from './instance-record.js';
import { pollsAtLocation } from './instance-versions.js';

type PowerAction = 'Start' | 'Stop' | 'Restart';

interface PowerRule {
  plan(record: InstanceRecord): Plan;
  states: readonly InstanceState[];
  /** As Azure says it. */
  code: string;
  words: string;
}

/** When each action is taken. Azure's words are known for a start; the others are made alike (README). */
const rules: Readonly<Record<PowerAction, PowerRule>> = {
  Start: {
    plan: startPlan,
    states: ['Stopped'],
    code: 'StartComputeInstanceOnlyAllowedInStoppedState',
    words: "in 'stopped' state",
  },
  Stop: {
    plan: stopPlan,
    states: ['Running', 'UserSetupFailed', 'SetupFailed'],
    code: 'StopComputeInstanceOnlyAllowedInRunningState',
    words: "in 'running' state",
  },
  Restart: {
    plan: restartPlan,
    states: ['Running', 'UserSetupFailed', 'SetupFailed', 'Unusable'],
    code: 'RestartComputeInstanceOnlyAllowedInRunningState',
    words: "in 'running' state",
  },
};

/** Starts, stops or restarts: 202, and a URL to ask at. */
export function powerInstance(
  simulation: Simulation,
  request: ArmRequest,
  record: InstanceRecord,
  action: PowerAction,
): ArmAnswer {
  const rule = rules[action];
  checkQuiet(record);
  if (!rule.states.includes(record.state))
    throw new ArmRefusal(400, {
      code: rule.code,
      message: `${action} Azure ML Compute Instance is only allowed when the instance ${record.name} is ${rule.words}`,
    });
  const error = action === 'Start' ? shortage(simulation, record) : undefined;
  const { operation } = beginRequested(simulation, request, 'POST', record, rule.plan(record), {
    error,
  });
  return accepted(simulation, request, operation, pollsAtLocation(request.apiVersion));
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

/** Cores that were released at the stop may be gone. */
const shortage = ({ quotas }: Simulation, record: InstanceRecord): ArmErrorBody | undefined =>
  record.settings.releaseQuotaOnStop
    ? instanceShortage(quotas, record, record.settings.vmSize)
    : undefined;
