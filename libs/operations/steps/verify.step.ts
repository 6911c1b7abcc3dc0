import { onlyOf, type ResourceFacts } from '#libs/resources';
import type { ArmBody } from '../arm.port.js';
import type { StepContext, StepDefinition, StepOutcome } from '../step.js';
import { standsAs } from './await-written.step.js';
import type { ResourceProfile } from './resource-profile.js';
import { ignoredFields } from './step-failures.js';

/**
 * "verify …": reads the resource back, where the wait has not just done so, and compares; a field that Azure took and
 * ignored fails the operation by name. Of `fieldsOf` alone, where given: what else differs is not this operation's doing.
 */
export const verify = (
  profile: ResourceProfile,
  fields: (context: StepContext) => readonly string[] | undefined = () => undefined,
): StepDefinition => ({
  name: `verify ${profile.noun}`,
  writes: false,
  judges: true,
  async run(context): Promise<StepOutcome> {
    const { arm, resource, signal, seen } = context;
    const body = seen ?? (await arm.get(resource.armId, { signal }));
    return standsAs(context, profile, body, (facts, rawState) =>
      compared(context, body ?? {}, fields(context), facts, rawState),
    );
  },
});

function compared(
  { kinds, resource, costTags, memory }: StepContext,
  body: ArmBody,
  fields: readonly string[] | undefined,
  facts: ResourceFacts,
  rawState: string,
): StepOutcome {
  const differing = kinds.compare(resource, costTags, body);
  const error = ignoredFields(fields ? onlyOf(differing, fields) : differing);
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
