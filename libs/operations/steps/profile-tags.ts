import { mergeTags, tagsFor, type AzureTags } from '#libs/resources';
import type { ArmBody } from '../arm.port.js';
import type { StepContext } from '../step.js';
import { inputOf } from '../operation-input.rules.js';

/** The tags of a resource that this operation makes. */
export const newTags = ({ costTags, operation }: StepContext): AzureTags =>
  tagsFor(costTags, operation.id);

/** The tags of a resource that this operation changes: those of others stay. */
export const changedTags = (context: StepContext, current: ArmBody): ArmBody =>
  mergeTags(current, inputOf(context.operation).before.costTags, newTags(context));
