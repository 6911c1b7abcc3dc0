import { z } from 'zod';
import { readInput, type StepDefinition, type StepOutcome } from '#libs/operations';

const claimInput = z.object({ writeTags: z.boolean() });

/** A step of a claim that writes the team's cost tags, and verifies them, where that was asked for. */
export const whereTagsAreWritten = (step: StepDefinition): StepDefinition => ({
  ...step,
  async run(context): Promise<StepOutcome> {
    if (!readInput(claimInput, context.operation).writeTags)
      return { outcome: 'skipped', message: 'not asked for: nothing is changed in Azure' };
    return step.run(context);
  },
});
