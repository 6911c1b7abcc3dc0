import { compareIdleTime, idleTimeBody, observeInstance, observeResource } from '#libs/resources';
import type { StepDefinition, StepOutcome } from '../step.js';
import { computeInstance, instanceDesired } from './compute-instance.profile.js';
import { sendWrite } from './send-write.js';
import { vanished } from './step-failures.js';

/** "set idle time": by the call that 2025-06-01 has for it, where Azure reports another one (arm-facts, Operations). */
export const setIdleTime: StepDefinition = {
  name: 'set idle time',
  writes: true,
  async run(context): Promise<StepOutcome> {
    const { arm, resource, signal } = context;
    const { idleTimeBeforeShutdown } = instanceDesired(context);
    const body = await arm.get(resource.armId, { signal });
    if (!body) return { outcome: 'failed', error: vanished('instance', resource) };
    const asked = { idleTimeBeforeShutdown };
    if (
      idleTimeBeforeShutdown === null ||
      compareIdleTime(asked, observeInstance(body)).length === 0
    ) {
      return { outcome: 'skipped', message: 'Azure reports it as asked: nothing was sent' };
    }
    return sendWrite(context, computeInstance, {
      verb: 'POST',
      send: (call) =>
        arm.post(
          resource.armId,
          'updateIdleShutdownSetting',
          idleTimeBody(idleTimeBeforeShutdown),
          call,
        ),
      accepted: {},
      refused: () => observeResource(resource.kind, body),
    });
  },
};
