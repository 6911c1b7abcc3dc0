import type { StepContext, StepDefinition, StepOutcome } from '../step.js';
import { inputOf } from './operation-input.js';

/**
 * Runs a step of extensions where the operation's target is the attachment that needs one: the extension is named by
 * the operation's input, and what is learnt of it is not the target's.
 */
export const onExtension = (step: StepDefinition): StepDefinition => ({
  ...step,
  async run(context): Promise<StepOutcome> {
    const outcome = await step.run(extensionContext(context));
    if (!('facts' in outcome)) return outcome;
    const { facts: _facts, ...rest } = outcome;
    return rest;
  },
});

function extensionContext(context: StepContext): StepContext {
  const { extension } = inputOf(context.operation);
  if (!extension) throw new Error(`operation ${context.operation.id} names no extension`);
  const resource = {
    ...context.resource,
    ...extension,
    kind: 'ARC_EXTENSION',
    observed: null,
  } as const;
  return { ...context, resource, costTags: [] };
}
