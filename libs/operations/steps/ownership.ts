import { operationTagOf } from '#libs/resources';
import type { ArmBody } from '../arm.port.js';
import type { StepContext } from '../step.js';

/**
 * True if this operation made the resource: it carries our tag or, where ARM keeps no tags (none for
 * extensions, not certain for computes: docs/azure-facts.md#common-rules), this operation sent a PUT and the
 * resource is as that PUT asked.
 */
export function wroteIt(context: StepContext, body: ArmBody): boolean {
  const tag = operationTagOf(body);
  if (tag !== undefined) return tag === context.operation.id;
  return context.memory.wrote === true && isAsAsked(context, body);
}

const isAsAsked = ({ kinds, resource, costTags }: StepContext, body: ArmBody): boolean =>
  !hasTags(body) && kinds.compare(resource, costTags, body).length === 0;

/**
 * True if the resource is the row's own: observed as ours before, tagged by us or, without any tags, as it
 * was asked for.
 */
export function isOurs(context: StepContext, body: ArmBody): boolean {
  const { observed } = context.resource;
  return (observed !== null && observed !== undefined) || tagged(body) || isAsAsked(context, body);
}

const tagged = (body: ArmBody): boolean => operationTagOf(body) !== undefined;

const hasTags = ({ tags }: ArmBody): boolean =>
  typeof tags === 'object' && tags !== null && Object.keys(tags).length > 0;
