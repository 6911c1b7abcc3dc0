import type { KindDefinition } from '../step.js';
import { awaitDeletion } from './await-deletion.step.js';
import { awaitMachine } from './await-machine.step.js';
import { awaitWritten } from './await-written.step.js';
import { checkName } from './check-name.step.js';
import { computeInstance } from './compute-instance.profile.js';
import { undoCreation } from './delete.step.js';
import { ownIdleTime, setByOwnCall } from './own-call.step.js';
import { putNew } from './put-new.step.js';
import { verify } from './verify.step.js';

/**
 * Up to a machine that runs, its scripts included: provisioningState alone does not tell
 * (docs/azure-facts.md#compute-instances).
 */
export const computeInstanceCreate: KindDefinition = {
  kind: 'COMPUTE_INSTANCE_CREATE',
  steps: [
    checkName(computeInstance),
    putNew(computeInstance),
    awaitWritten(computeInstance),
    awaitMachine(['RUNNING', 'JOB_RUNNING', 'STOPPED']),
    setByOwnCall(ownIdleTime),
    verify(computeInstance),
  ],
  compensation: [undoCreation(computeInstance), awaitDeletion(computeInstance, 'await removal')],
  onCanceled: { gone: true },
};
