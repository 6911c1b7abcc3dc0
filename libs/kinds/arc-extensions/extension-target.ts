import { z } from 'zod';
import { armIdSchema } from '#libs/kernel';
import {
  type StepContext,
  type StepDefinition,
  type StepOutcome,
  UnreadableRow,
  readInput,
} from '#libs/operations';
import { extensionOf } from '../connected-clusters/found-resource.js';
import { writeFound } from '../connected-clusters/observe-connected-clusters.repository.js';

/** The extension that a provisioned cluster shall have; `desired` is read as that of a row. */
const provisionInput = z.object({
  extension: z.object({ armId: armIdSchema, name: z.string(), desired: z.unknown() }).optional(),
});

/**
 * Runs a step of extensions where the operation's target is the attachment that needs one: the extension is named by
 * the operation's input, and what is learnt of it goes into its own row and not into the target's.
 */
export const onExtension = (step: StepDefinition): StepDefinition => ({
  ...step,
  async run(context): Promise<StepOutcome> {
    const on = extensionContext(context);
    const outcome = await step.run(on);
    if (!('facts' in outcome)) return outcome;
    const { facts, ...rest } = outcome;
    if (facts?.observed && outcome.outcome !== 'wait')
      await context.store('noting an extension', (sql) =>
        writeFound(sql, [extensionOf(on.resource.armId, facts)]),
      );
    return rest;
  },
});

function extensionContext(context: StepContext): StepContext {
  const { extension } = readInput(provisionInput, context.operation);
  if (!extension) throw new UnreadableRow(['input.extension']);
  const resource = {
    ...context.resource,
    ...extension,
    kind: 'ARC_EXTENSION',
    observed: null,
  } as const;
  return { ...context, resource, costTags: [] };
}
