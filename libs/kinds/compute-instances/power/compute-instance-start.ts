import type { OperationDefinition } from '#libs/operations';
import { powerEnds } from './compute-instance-state.rules.js';
import { awaitAction } from './await-action.step.js';
import { awaitMachine } from './await-machine.step.js';
import { sendPower } from './send-power.step.js';

export const computeInstanceStart: OperationDefinition = {
  kind: 'COMPUTE_INSTANCE_START',
  summary: 'Starts a compute instance.',
  during: 'UPDATING',
  brings: { state: 'RUNNING' },
  steps: [sendPower('start'), awaitAction, awaitMachine(powerEnds.start)],
};
