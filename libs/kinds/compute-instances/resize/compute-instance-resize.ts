import { type OperationDefinition, verify } from '#libs/operations';
import { powerEnds } from '../power/compute-instance-state.rules.js';
import { awaitAction } from '../power/await-action.step.js';
import { awaitMachine } from '../power/await-machine.step.js';
import { computeInstance } from '../compute-instance.profile.js';
import { sendPower } from '../power/send-power.step.js';

/** A size that Azure refuses is taken back when it fails, and a retry asks for it again (ADR 0022). */
export const computeInstanceResize: OperationDefinition = {
  kind: 'COMPUTE_INSTANCE_RESIZE',
  summary: 'Gives a compute instance another VM size.',
  during: 'UPDATING',
  steps: [
    sendPower('resize'),
    awaitAction,
    awaitMachine(powerEnds.resize),
    verify(computeInstance, () => ['vmSize']),
  ],
};
