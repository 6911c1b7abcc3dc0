import { mergeTags, tagsFor, type AzureTags, type Tag } from '#libs/resources';
import type { ArmBody } from '../arm.port.js';
import type { StepContext } from '../step.js';
import { inputOf } from '../operation-input.rules.js';

/** The tags of a resource that this operation makes. */
export const newTags = ({ costTags, operation }: StepContext): AzureTags =>
  tagsFor(costTags, operation.id);

/** The tags of a resource that this operation changes: those of others stay. */
export const changedTags = (context: StepContext, current: ArmBody): ArmBody =>
  mergeTags(current, oursBefore(context), newTags(context));

/** What it carried in Azure before it was a team's stays (ADR 0065). */
const oursBefore = ({ operation }: StepContext): Tag[] =>
  inputOf(operation).before.costTags.filter(({ source }) => source !== 'AZURE');
