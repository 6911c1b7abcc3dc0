import type { KindDefinition } from '../step.js';
import { awaitWritten } from './await-written.step.js';
import { computeInstance } from './compute-instance.profile.js';
import { changeable, putInstanceIfChanged } from './put-instance-if-changed.step.js';
import { setIdleTime } from './set-idle-time.step.js';
import { verify } from './verify.step.js';

/** The desired state of an update that fails stays as it was asked for, so that a retry sends it again. */
export const computeInstanceUpdate: KindDefinition = {
  kind: 'COMPUTE_INSTANCE_UPDATE',
  steps: [
    putInstanceIfChanged,
    awaitWritten(computeInstance),
    setIdleTime,
    verify(computeInstance, changeable),
  ],
};
