import type { OperationDefinition } from '#libs/operations';
import { powerBegins, powerEnds } from './compute-instance-state.rules.js';
import { awaitAction } from './await-action.step.js';
import { awaitMachine } from './await-machine.step.js';
import { sendPower } from './send-power.step.js';

export const computeInstanceStop: OperationDefinition = {
  kind: 'COMPUTE_INSTANCE_STOP',
  summary: 'Stops a compute instance.',
  during: 'UPDATING',
  brings: { state: 'STOPPED' },
  steps: [sendPower('stop'), awaitAction, awaitMachine(powerEnds.stop, powerBegins.stop)],
};
