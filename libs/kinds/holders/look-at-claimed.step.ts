import {
  vanished,
  type ResourceProfile,
  type StepDefinition,
  type StepOutcome,
} from '#libs/operations';

/** "look at …": what is claimed stands, and is shown as Azure has it. */
export const lookAtClaimed = (profile: ResourceProfile): StepDefinition => ({
  name: `look at ${profile.noun}`,
  writes: false,
  async run({ arm, kinds, resource, signal }): Promise<StepOutcome> {
    const body = await arm.get(resource.armId, { signal });
    if (!body)
      return {
        outcome: 'failed',
        error: vanished(profile.noun, resource),
        facts: { gone: true },
      };
    return { outcome: 'done', facts: kinds.observe(resource.kind, body) };
  },
});
