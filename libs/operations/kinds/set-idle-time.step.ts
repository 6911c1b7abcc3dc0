import { compareIdleTime, idleTimeBody, observeInstance, observeResource } from '#libs/resources';
import type { ArmBody } from '../arm.port.js';
import type { StepContext, StepDefinition, StepOutcome } from '../step.js';
import { computeInstance, instanceDesired } from './compute-instance.profile.js';
import { mayStillArrive, sendWrite } from './send-write.js';
import { missing } from './step-failures.js';

/** "set idle time": by the call that 2025-06-01 has for it, where Azure reports another one (arm-facts, Operations). */
export const setIdleTime: StepDefinition = {
  name: 'set idle time',
  writes: true,
  retriedFrom: 'put compute',
  async run(context): Promise<StepOutcome> {
    const { arm, resource, signal } = context;
    const { idleTimeBeforeShutdown } = instanceDesired(context);
    const body = await arm.get(resource.armId, { signal });
    if (!body) return missing('instance', resource);
    const asked = { idleTimeBeforeShutdown };
    if (
      idleTimeBeforeShutdown === null ||
      compareIdleTime(asked, observeInstance(body)).length === 0
    ) {
      return asAsked(context);
    }
    return mayStillArrive(context) ?? send(context, idleTimeBeforeShutdown, body);
  },
};

const asAsked = ({ memory }: StepContext): StepOutcome =>
  memory.submitting
    ? {
        outcome: 'done',
        message: 'found in Azure as it was sent',
        memory: { submitting: false },
      }
    : { outcome: 'skipped', message: 'Azure reports it as asked: nothing was sent' };

const send = (context: StepContext, idleTime: string, current: ArmBody): Promise<StepOutcome> =>
  sendWrite(context, computeInstance, {
    verb: 'POST',
    send: (call) =>
      context.arm.post(
        context.resource.armId,
        'updateIdleShutdownSetting',
        idleTimeBody(idleTime),
        call,
      ),
    accepted: {},
    refused: () => observeResource(context.resource.kind, current),
  });
