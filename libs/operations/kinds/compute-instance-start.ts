import { powerEnds } from '#libs/resources';
import type { KindDefinition } from '../step.js';
import { awaitAction } from './await-action.step.js';
import { awaitMachine } from './await-machine.step.js';
import { sendPower } from './send-power.step.js';

export const computeInstanceStart: KindDefinition = {
  kind: 'COMPUTE_INSTANCE_START',
  steps: [sendPower('start'), awaitAction, awaitMachine(powerEnds.start)],
};
