import type { KindDefinition } from '../../operations/step.js';
import { awaitWritten } from '../../operations/steps/await-written.step.js';
import { verify } from '../../operations/steps/verify.step.js';
import { askedOfInstance } from '../asked-fields.js';
import { computeInstance } from './compute-instance.profile.js';
import { ownIdleTime, ownSchedules, setByOwnCall } from './own-call.step.js';
import { putInstanceIfChanged } from './put-compute-instance-if-changed.step.js';

/**
 * By the calls that Azure has for schedules and idle time, else by PUT, and read back; only what was asked for counts.
 * What Azure refuses is taken back when it fails, and a retry asks for it again (ADR 0022).
 */
export const computeInstanceUpdate: KindDefinition = {
  kind: 'COMPUTE_INSTANCE_UPDATE',
  steps: [
    setByOwnCall(ownSchedules),
    setByOwnCall(ownIdleTime, 'set schedules'),
    putInstanceIfChanged,
    awaitWritten(computeInstance),
    verify(computeInstance, askedOfInstance),
  ],
};
