import type { KindDefinition } from '../../operations/step.js';
import { powerEnds } from './compute-instance-state.rules.js';
import { awaitAction } from './await-action.step.js';
import { awaitMachine } from './await-machine.step.js';
import { sendPower } from './send-power.step.js';

export const computeInstanceStart: KindDefinition = {
  kind: 'COMPUTE_INSTANCE_START',
  steps: [sendPower('start'), awaitAction, awaitMachine(powerEnds.start)],
};
