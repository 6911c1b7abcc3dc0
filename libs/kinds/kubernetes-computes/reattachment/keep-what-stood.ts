import { isObject, parseExactly } from '#libs/kernel';
import type { ArmBody, StepContext, StepDefinition, StepOutcome } from '#libs/operations';

/** What a step's memory keeps it as. */
export const stoodKey = 'stood';

/**
 * Commits, together with the step's own write, what ARM answers of the attachment before that: it is attached anew with
 * all of it. As text, which keeps every digit.
 */
export const keepingWhatStood = (step: StepDefinition): StepDefinition => ({
  ...step,
  async run(context): Promise<StepOutcome> {
    const { arm, resource, signal } = context;
    const body = await arm.get(resource.armId, { signal });
    if (!body) return step.run(context);
    const stood = JSON.stringify(body);
    return step.run({
      ...context,
      remember: (memory, timeoutMs) =>
        context.remember({ ...memory, [stoodKey]: stood }, timeoutMs),
    });
  },
});

/** What an earlier step of this operation kept. */
export function whatStood({ memory }: StepContext): ArmBody | undefined {
  const stood = memory[stoodKey];
  const body = typeof stood === 'string' ? parseExactly(stood) : undefined;
  return isObject(body) ? body : undefined;
}
