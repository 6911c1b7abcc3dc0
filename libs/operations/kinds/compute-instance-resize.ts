import { powerEnds } from '#libs/resources';
import type { KindDefinition } from '../step.js';
import { awaitAction } from './await-action.step.js';
import { awaitMachine } from './await-machine.step.js';
import { computeInstance } from './compute-instance.profile.js';
import { sendPower } from './send-power.step.js';
import { verify } from './verify.step.js';

/** The size that was asked for stays the desired one if Azure fails, so that a retry asks for it again. */
export const computeInstanceResize: KindDefinition = {
  kind: 'COMPUTE_INSTANCE_RESIZE',
  steps: [
    sendPower('resize'),
    awaitAction,
    awaitMachine(powerEnds.resize),
    verify(computeInstance, ['vmSize']),
  ],
};
