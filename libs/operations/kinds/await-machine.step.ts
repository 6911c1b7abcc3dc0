import { isPassing, observeInstance, observeResource, type InstanceState } from '#libs/resources';
import type { StepDefinition, StepOutcome } from '../step.js';
import { whyNotThere } from './machine-failures.js';
import { vanished } from './step-failures.js';

/** "await state": until the machine has come to rest in one of `ends`; its own state tells, not provisioningState (arm-facts, ComputeInstance), unless Azure names none. */
export const awaitMachine = (ends: readonly InstanceState[]): StepDefinition => ({
  name: 'await state',
  writes: false,
  async run({ arm, resource, signal, observation, seen }): Promise<StepOutcome> {
    const watched = observation?.by === 'resource' ? observation.body : seen;
    const body = watched ?? (await arm.get(resource.armId, { signal }));
    if (!body) return { outcome: 'failed', error: vanished('instance', resource) };
    const found = observeInstance(body);
    const { rawState } = found;
    const facts = observeResource(resource.kind, body);
    if (isPassing(found.state)) {
      const watch = { until: 'PRESENT', armId: resource.armId } as const;
      return { outcome: 'wait', watch, message: `the instance is ${rawState}`, rawState, facts };
    }
    if (ends.includes(found.state) || rawState === '')
      return { outcome: 'done', rawState, facts, seen: body };
    return { outcome: 'failed', error: whyNotThere(resource, found, body), rawState, facts };
  },
});
