import {
  observeResource,
  provisioningStateOf,
  rawStateOf,
  type ResourceFacts,
} from '#libs/resources';
import type { ArmBody } from '../arm.port.js';
import type { StepContext, StepDefinition, StepOutcome } from '../step.js';
import type { ResourceProfile } from './resource-profile.js';
import { stillThere, whyFailed } from './step-failures.js';

const gone: ResourceFacts = { gone: true };

/** Looks at something that should be gone before it is called still there. */
const mostLooks = 5;

/** "await deletion": ends with a 404 of the resource and nothing else; a poll URL alone has been wrong (arm-facts, Long-running operations). */
export const awaitDeletion = (
  profile: ResourceProfile,
  name = 'await deletion',
): StepDefinition => ({
  name,
  writes: false,
  async run(context): Promise<StepOutcome> {
    const { memory, observation, arm, resource, signal } = context;
    if (memory['nothingThere'] === true) return { outcome: 'done', facts: gone };
    if (!observation && memory.handle) return waitForLro(context, profile);
    const body =
      observation?.by === 'resource' ? observation.body : await arm.get(resource.armId, { signal });
    return body ? present(context, profile, body) : { outcome: 'done', facts: gone };
  },
});

function waitForLro({ resource, memory }: StepContext, profile: ResourceProfile): StepOutcome {
  const { handle, retryAfterSeconds } = memory;
  return {
    outcome: 'wait',
    watch: {
      until: 'LRO',
      armId: resource.armId,
      ...(handle && { handle }),
      ...(typeof retryAfterSeconds === 'number' && { retryAfterSeconds }),
    },
    message: `Azure is deleting the ${profile.noun}`,
  };
}

function present(context: StepContext, profile: ResourceProfile, body: ArmBody): StepOutcome {
  const { resource, observation } = context;
  const rawState = rawStateOf(body);
  const facts = observeResource(resource.kind, body);
  const state = provisioningStateOf(rawState);
  if (observation?.by === 'lro' && observation.lro.state !== 'Succeeded') {
    return { outcome: 'failed', error: observation.lro.error, rawState, facts };
  }
  if (state === 'DELETING') {
    const watch = { until: 'GONE', armId: resource.armId } as const;
    return { outcome: 'wait', watch, message: 'Azure is still deleting it', rawState, facts };
  }
  if (state === 'FAILED') {
    return { outcome: 'failed', error: whyFailed(profile.noun, resource, body), rawState, facts };
  }
  return lookAgain(context, profile, facts);
}

/** Neither gone nor going: reads may be behind, for a while. */
function lookAgain(
  { resource, memory }: StepContext,
  profile: ResourceProfile,
  facts: ResourceFacts,
): StepOutcome {
  const looks = Number(memory['looks'] ?? 0) + 1;
  const error = stillThere(profile.noun, resource);
  if (looks >= mostLooks) return { outcome: 'failed', error, facts };
  const message = 'Azure took the deletion, and it still stands';
  return { outcome: 'again', afterSeconds: 5, attempt: false, message, memory: { looks } };
}
