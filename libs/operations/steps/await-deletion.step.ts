import { provisioningStateOf, rawStateOf, type ResourceFacts } from '#libs/resources';
import type { ArmBody, LroObservation } from '../arm.port.js';
import type { StepContext, StepDefinition, StepOutcome } from '../step.js';
import type { ResourceProfile } from './resource-profile.js';
import { failureMark } from './standing-failure.js';
import { stillThere, whyFailed } from './step-failures.js';

const gone: ResourceFacts = { gone: true };

/** Looks at something that should be gone before it is called still there. */
const mostLooks = 5;

/**
 * The same for what stands as failed as it did before: Azure shows that for some seconds
 * (docs/azure-facts.md#a-failure-that-is-old).
 */
const mostLooksAtOldFailure = 10;

/**
 * "await deletion": ends with a 404 of the resource and nothing else; a poll URL alone has been wrong
 * (docs/azure-facts.md#long-running-operations).
 */
export const awaitDeletion = (
  profile: ResourceProfile,
  name = 'await deletion',
): StepDefinition => ({
  name,
  writes: false,
  async run(context): Promise<StepOutcome> {
    const { memory, observation, arm, resource, signal } = context;
    if (memory['nothingThere'] === true) return { outcome: 'done', facts: gone };
    if (!observation && memory.handle && !looksOf(context)) return waitForLro(context, profile);
    const lro = observation?.by === 'lro' ? observation.lro : await askAgain(context);
    if (lro?.state === 'InProgress') return waitForLro(context, profile);
    const body =
      observation?.by === 'resource' ? observation.body : await arm.get(resource.armId, { signal });
    return body ? present(context, profile, body, lro) : { outcome: 'done', facts: gone };
  },
});

const looksOf = ({ memory }: StepContext): number => Number(memory['looks'] ?? 0);

/** What the poll URL says, where it is another look that needs to know: a resource that stays tells less than it. */
async function askAgain(context: StepContext): Promise<LroObservation | undefined> {
  const { observation, memory, arm, signal } = context;
  const { handle } = memory;
  if (observation || !handle || handle.style === 'resource') return undefined;
  return arm.poll(handle, { signal });
}

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
    memory: { looks: 0 },
  };
}

const endedBadly = (lro: LroObservation | undefined) =>
  lro?.state === 'Failed' || lro?.state === 'Canceled' ? lro : undefined;

async function present(
  context: StepContext,
  profile: ResourceProfile,
  body: ArmBody,
  lro: LroObservation | undefined,
): Promise<StepOutcome> {
  const { resource, memory } = context;
  const rawState = rawStateOf(body);
  const facts = context.kinds.observe(resource.kind, body);
  const state = provisioningStateOf(rawState);
  const failure = endedBadly(lro);
  if (failure) return { outcome: 'failed', error: failure.error, rawState, facts };
  if (state === 'DELETING') {
    const watch = { until: 'GONE', armId: resource.armId } as const;
    const seen = { sawDeleting: true, looks: 0 };
    return {
      outcome: 'wait',
      watch,
      message: 'Azure is still deleting it',
      rawState,
      facts,
      memory: seen,
    };
  }
  if (state !== 'FAILED') return lookAgain(context, profile, facts);
  const isOld = memory['sawDeleting'] !== true && memory['failedAs'] === failureMark(body);
  if (isOld) return lookAgain(context, profile, facts, body);
  const { handle } = memory;
  const told = handle && !lro && handle.style !== 'resource' && (await tellWhy(context));
  const error = (told && told.error) || whyFailed(profile.noun, context, body);
  return { outcome: 'failed', error, rawState, facts };
}

/** The poll URL of what failed knows more than the resource, which may name what was wrong with it before. */
async function tellWhy({ arm, memory, signal }: StepContext) {
  const { handle } = memory;
  return handle && endedBadly(await arm.poll(handle, { signal }));
}

/** Neither gone nor going: reads may be behind, for a while. `failed`: it stands as failed as it did before. */
function lookAgain(
  context: StepContext,
  profile: ResourceProfile,
  facts: ResourceFacts,
  failed?: ArmBody,
): StepOutcome {
  const { resource } = context;
  const looks = looksOf(context) + 1;
  if (looks >= (failed ? mostLooksAtOldFailure : mostLooks)) {
    const error = stillThere(profile.noun, resource);
    const details = failed && [whyFailed(profile.noun, context, failed)];
    return { outcome: 'failed', error: { ...error, ...(details && { details }) }, facts };
  }
  const message = failed
    ? 'Azure took the deletion, and still shows why it had failed before'
    : 'Azure took the deletion, and it still stands';
  return { outcome: 'again', afterSeconds: 5, attempt: false, message, memory: { looks } };
}
