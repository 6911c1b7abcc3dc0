import type { KindDefinition } from '../../operations/step.js';
import { awaitDeletion } from '../../operations/steps/await-deletion.step.js';
import { awaitWritten } from '../../operations/steps/await-written.step.js';
import { checkName } from '../../operations/steps/check-name.step.js';
import { undoCreation } from '../../operations/steps/delete.step.js';
import { putNew } from '../../operations/steps/put-new.step.js';
import { verify } from '../../operations/steps/verify.step.js';
import { awaitMachine } from './await-machine.step.js';
import { computeInstance } from './compute-instance.profile.js';
import { ownIdleTime, setByOwnCall } from './own-call.step.js';

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
