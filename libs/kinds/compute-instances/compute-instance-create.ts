import {
  type OperationDefinition,
  awaitDeletion,
  awaitWritten,
  checkNameIsFree,
  undoCreation,
  putNew,
  verify,
} from '#libs/operations';
import { awaitMachine } from './power/await-machine.step.js';
import { computeInstance } from './compute-instance.profile.js';
import { ownIdleTime, setByOwnCall } from './changes/own-call.step.js';

/**
 * Up to a machine that runs, its scripts included: provisioningState alone does not tell
 * (docs/azure-facts.md#compute-instances).
 */
export const computeInstanceCreate: OperationDefinition = {
  kind: 'COMPUTE_INSTANCE_CREATE',
  summary: 'Creates a compute instance.',
  during: 'CREATING',
  putsWhole: true,
  steps: [
    checkNameIsFree(computeInstance),
    putNew(computeInstance),
    awaitWritten(computeInstance),
    awaitMachine(['RUNNING', 'JOB_RUNNING', 'STOPPED']),
    setByOwnCall(ownIdleTime),
    verify(computeInstance),
  ],
  compensation: [undoCreation(computeInstance), awaitDeletion(computeInstance, 'await removal')],
  onCanceled: { gone: true },
};
