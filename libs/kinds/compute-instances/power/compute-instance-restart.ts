import type { OperationDefinition } from '#libs/operations';
import { powerBegins, powerEnds } from './compute-instance-state.rules.js';
import { awaitAction } from './await-action.step.js';
import { awaitMachine } from './await-machine.step.js';
import { sendPower } from './send-power.step.js';

export const computeInstanceRestart: OperationDefinition = {
  kind: 'COMPUTE_INSTANCE_RESTART',
  summary: 'Restarts a compute instance.',
  during: 'UPDATING',
  brings: { state: 'RUNNING' },
  steps: [sendPower('restart'), awaitAction, awaitMachine(powerEnds.restart, powerBegins.restart)],
};
