import type { KindDefinition } from '../step.js';
import { awaitWritten } from './await-written.step.js';
import { computeInstance } from './compute-instance.profile.js';
import { askedOfInstance, putInstanceIfChanged } from './put-instance-if-changed.step.js';
import { setIdleTime } from './set-idle-time.step.js';
import { verify } from './verify.step.js';

/** What Azure refuses is taken back when it fails, and a retry asks for it again (ADR 0022). */
export const computeInstanceUpdate: KindDefinition = {
  kind: 'COMPUTE_INSTANCE_UPDATE',
  steps: [
    putInstanceIfChanged,
    awaitWritten(computeInstance),
    setIdleTime,
    verify(computeInstance, askedOfInstance),
  ],
};
