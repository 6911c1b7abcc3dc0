import type { KindDefinition } from '../../operations/step.js';
import { powerBegins, powerEnds } from './compute-instance-state.rules.js';
import { awaitAction } from './await-action.step.js';
import { awaitMachine } from './await-machine.step.js';
import { sendPower } from './send-power.step.js';

export const computeInstanceStop: KindDefinition = {
  kind: 'COMPUTE_INSTANCE_STOP',
  steps: [sendPower('stop'), awaitAction, awaitMachine(powerEnds.stop, powerBegins.stop)],
};
