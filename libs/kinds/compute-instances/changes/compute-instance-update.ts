import { type OperationDefinition, awaitWritten, verify } from '#libs/operations';
import { askedOfComputeInstance, computeInstance } from '../compute-instance.profile.js';
import { ownIdleTime, ownSchedules, setByOwnCall } from './own-call.step.js';
import { putComputeInstanceIfChanged } from './put-compute-instance-if-changed.step.js';

/**
 * By the calls that Azure has for schedules and idle time, else by PUT, and read back; only what was asked for counts.
 * What Azure refuses is taken back when it fails, and a retry asks for it again (ADR 0022).
 */
export const computeInstanceUpdate: OperationDefinition = {
  kind: 'COMPUTE_INSTANCE_UPDATE',
  summary: 'Changes schedules, idle time or tags of a compute instance.',
  during: 'UPDATING',
  putsWhole: true,
  steps: [
    setByOwnCall(ownSchedules),
    setByOwnCall(ownIdleTime, 'set schedules'),
    putComputeInstanceIfChanged,
    awaitWritten(computeInstance),
    verify(computeInstance, askedOfComputeInstance),
  ],
};
