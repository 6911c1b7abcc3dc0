import { compareResource, operationTagOf } from '#libs/resources';
import type { ArmBody } from '../arm.port.js';
import type { StepContext } from '../step.js';

/**
 * Whether this operation wrote what stands: by our tag, or, where ARM kept no tags (arm-facts, Common rules: not
 * certain for computes), because it is as this operation wants it.
 */
export function wroteIt({ operation, resource, costTags }: StepContext, body: ArmBody): boolean {
  const tag = operationTagOf(body);
  if (tag !== undefined) return tag === operation.id;
  return !hasTags(body) && compareResource(resource, costTags, body).length === 0;
}

/** Whether what stands is the row's own: seen as ours before, tagged by us, or, without any tags, as it was asked for. */
export function isOurs(context: StepContext, body: ArmBody): boolean {
  const { observed } = context.resource;
  return (observed !== null && observed !== undefined) || tagged(body) || wroteIt(context, body);
}

const tagged = (body: ArmBody): boolean => operationTagOf(body) !== undefined;

const hasTags = ({ tags }: ArmBody): boolean =>
  typeof tags === 'object' && tags !== null && Object.keys(tags).length > 0;
