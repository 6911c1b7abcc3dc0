import type { ProvisioningError } from '#libs/kernel';
import { compareResource, type ResourceFacts } from '#libs/resources';
import type { ArmBody } from '../arm.port.js';
import type { StepContext, StepDefinition, StepOutcome } from '../step.js';
import { standsAs } from './await-written.step.js';
import type { ResourceProfile } from './resource-profile.js';
import { ignoredFields } from './step-failures.js';

/**
 * "verify …": reads the resource back, where the wait has not just done so, and compares; a field that Azure took and
 * ignored fails the operation by name. `unasked` fields are not its to ask for.
 */
export const verify = (
  profile: ResourceProfile,
  unasked: readonly string[] = [],
): StepDefinition => ({
  name: `verify ${profile.noun}`,
  writes: false,
  async run(context): Promise<StepOutcome> {
    const { arm, resource, signal, seen } = context;
    const body = seen ?? (await arm.get(resource.armId, { signal }));
    return standsAs(context, profile, body, (facts, rawState) =>
      compared(context, ignoredIn(context, body ?? {}, unasked), facts, rawState),
    );
  },
});

const ignoredIn = (
  { resource, costTags }: StepContext,
  body: ArmBody,
  unasked: readonly string[],
): ProvisioningError | undefined =>
  ignoredFields(
    compareResource(resource, costTags, body).filter(({ field }) => !unasked.includes(field)),
  );

function compared(
  { memory }: StepContext,
  error: ProvisioningError | undefined,
  facts: ResourceFacts,
  rawState: string,
): StepOutcome {
  if (!error) return { outcome: 'done', facts, rawState };
  if (memory['readTwice'] === true) return { outcome: 'failed', error, rawState, facts };
  return {
    outcome: 'again',
    afterSeconds: 2,
    attempt: false,
    message: 'Azure does not yet answer what it accepted',
    memory: { readTwice: true },
  };
}
