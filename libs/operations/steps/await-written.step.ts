import { isSettled, provisioningStateOf, rawStateOf, type ResourceFacts } from '#libs/resources';
import type { ProvisioningError } from '#libs/kernel';
import { ArmError, type ArmBody, type LroObservation } from '../arm.port.js';
import type { StepContext, StepDefinition, StepMemory, StepOutcome } from '../step.js';
import type { ResourceProfile } from './resource-profile.js';
import { vanished, whyFailed } from './step-failures.js';

/** "await …": until ARM has ended what was sent. By its poll URL where it gave one, else by the resource's own state. */
export const awaitWritten = (profile: ResourceProfile): StepDefinition => ({
  name: `await ${profile.noun}`,
  writes: false,
  async run(context): Promise<StepOutcome> {
    const { observation, memory, arm, resource, signal } = context;
    if (observation?.by === 'lro') return afterLro(context, profile, observation.lro);
    if (!observation && memory.handle) return waitForLro(context, profile);
    const body = observation ? observation.body : await arm.get(resource.armId, { signal });
    return standsAs(context, profile, body, (facts, rawState) => {
      return { outcome: 'done', facts, rawState, ...(body && { seen: body }) };
    });
  },
});

function waitForLro({ resource, memory }: StepContext, profile: ResourceProfile): StepOutcome {
  const { handle } = memory;
  return {
    outcome: 'wait',
    watch: {
      until: 'LRO',
      armId: resource.armId,
      ...(handle && { handle }),
      ...retryAfterOf(memory),
    },
    message: `Azure is at work on the ${profile.noun}`,
  };
}

const retryAfterOf = ({ retryAfterSeconds }: StepMemory): { retryAfterSeconds?: number } =>
  typeof retryAfterSeconds === 'number' ? { retryAfterSeconds } : {};

type EndedLro = Extract<LroObservation, { state: 'Succeeded' | 'Failed' | 'Canceled' }>;

async function afterLro(
  context: StepContext,
  profile: ResourceProfile,
  lro: EndedLro,
): Promise<StepOutcome> {
  const { rawState } = lro;
  if (lro.state === 'Succeeded') return { outcome: 'done', rawState };
  const explained = profile.explain?.(lro.error) ?? lro.error;
  const facts = await factsAfter(context, explained);
  const isOwn = explained.remedy !== lro.error.remedy;
  const error = isOwn ? explained : asOnResource(explained, facts);
  return { outcome: 'failed', error, rawState, facts };
}

/** An error of an operation with the advice that the same error has on the resource, which may know more about it. */
export const asOnResource = (
  error: ProvisioningError,
  { provisioningErrors = [] }: Pick<ResourceFacts, 'provisioningErrors'>,
): ProvisioningError => {
  const same = provisioningErrors.find(
    ({ code, message }) => code === error.code && message === error.message,
  );
  return same?.remedy === undefined ? error : { ...error, retry: same.retry, remedy: same.remedy };
};

/** How the resource stands after a failure; where ARM does not answer now, what the failure itself says. */
async function factsAfter(
  { arm, kinds, resource, signal }: StepContext,
  error: ProvisioningError,
): Promise<ResourceFacts> {
  const failed: ResourceFacts = {
    provisioningState: 'FAILED',
    rawProvisioningState: 'Failed',
    provisioningErrors: [error],
  };
  try {
    const body = await arm.get(resource.armId, { signal });
    const facts = body && kinds.observe(resource.kind, body);
    if (!facts) return failed;
    return facts.provisioningErrors?.length ? facts : { ...facts, provisioningErrors: [error] };
  } catch (cause) {
    if (cause instanceof ArmError && cause.kind !== 'aborted') return failed;
    throw cause;
  }
}

/**
 * What follows from how the resource stands: `whenGood` where it succeeded. HTTP 200 is not success
 * (docs/azure-facts.md#errors).
 */
export function standsAs(
  context: StepContext,
  profile: ResourceProfile,
  body: ArmBody | undefined,
  whenGood: (facts: ResourceFacts, rawState: string) => StepOutcome,
): StepOutcome {
  const { kinds, resource, observation } = context;
  if (!body) return notThere(resource, profile, observation !== undefined);
  const rawState = rawStateOf(body);
  const facts = kinds.observe(resource.kind, body);
  const state = provisioningStateOf(rawState);
  if (state === 'SUCCEEDED') return whenGood(facts, rawState);
  if (isSettled(state)) {
    return { outcome: 'failed', error: whyFailed(profile.noun, context, body), rawState, facts };
  }
  const watch = { until: 'PRESENT', armId: resource.armId } as const;
  const message = `Azure says ${rawState}`;
  return { outcome: 'wait', watch, message, rawState, facts };
}

/** A 404 right after a PUT passes (docs/azure-facts.md#long-running-operations); one that ended a watch does not. */
function notThere(
  resource: StepContext['resource'],
  profile: ResourceProfile,
  watched: boolean,
): StepOutcome {
  const error = vanished(profile.noun, resource);
  if (!watched) return { outcome: 'again', afterSeconds: 5, attempt: true, message: error.message };
  const facts = { provisioningState: 'FAILED', rawProvisioningState: 'NotFound' } as const;
  return { outcome: 'failed', error, facts: { ...facts, provisioningErrors: [error] } };
}
