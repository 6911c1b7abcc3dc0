import { compareInstance, observeInstance, onlyOf } from '#libs/resources';
import type { StepContext, StepDefinition, StepOutcome } from '../step.js';
import { askedFields } from './asked-fields.js';
import { computeInstance, instanceDesired } from './compute-instance.profile.js';
import { putChanged } from './put-changed.step.js';

const put = putChanged(computeInstance);

/** What an update can bring about; another size, say, may have failed or been chosen in the portal. */
const changeable = ['schedules', 'idleTimeBeforeShutdown', 'costTags'];

/** What this update is about: what differed before is not its doing. */
export const askedOfInstance = (context: StepContext): readonly string[] =>
  askedFields(context) ?? changeable;

/**
 * "put compute": sends what has no call of its own (schedules, tags, the end of an idle time), and only where Azure
 * reports it otherwise: a PUT over an instance is nothing to do in vain (arm-facts, Computes).
 */
export const putInstanceIfChanged: StepDefinition = {
  ...put,
  async run(context): Promise<StepOutcome> {
    const { arm, resource, signal, costTags, memory } = context;
    const body = memory.submitting ? undefined : await arm.get(resource.armId, { signal });
    const desired = instanceDesired(context);
    const differing = body && compareInstance(desired, costTags, observeInstance(body));
    const forPut =
      differing &&
      onlyOf(differing, askedOfInstance(context)).filter(
        ({ field }) =>
          field !== 'idleTimeBeforeShutdown' || desired.idleTimeBeforeShutdown === null,
      );
    if (forPut?.length === 0) {
      return { outcome: 'skipped', message: 'Azure reports it as asked: nothing was sent' };
    }
    return put.run(context);
  },
};
