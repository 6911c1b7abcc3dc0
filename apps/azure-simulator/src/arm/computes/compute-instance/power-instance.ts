import type { Simulation } from '../../../simulation.js';
import { ArmRefusal } from '../../arm-error.js';
import type { ArmAnswer, ArmRequest } from '../../arm-request.js';
import { accepted, checkQuiet } from './answer-operation.js';
import { beginRequested } from './begin-operation.js';
import { restartPlan, startPlan, stopPlan, type Plan } from './instance-plans.js';
import { restartShortage } from './instance-quota.js';
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
  const error = action === 'Start' ? restartShortage(simulation.quotas, record) : undefined;
  const { operation } = beginRequested(simulation, request, 'POST', record, rule.plan(record), {
    error,
  });
  return accepted(simulation, request, operation, pollsAtLocation(request.apiVersion));
}
