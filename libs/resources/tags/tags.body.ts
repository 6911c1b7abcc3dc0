import { z } from 'zod';
import { objectAt, type ResourceBody } from '../answers/resource-body.js';
import { operationTag, sameTagKey, type Tag } from './tags.rules.js';

export type AzureTags = Record<string, string>;

/** The tags a resource is to carry: its cost tags, and which operation wrote them. */
export const tagsFor = (costTags: readonly Tag[], operationId: string): AzureTags => ({
  ...Object.fromEntries(costTags.map(({ key, value }) => [key, value])),
  [operationTag]: operationId,
});

const tagsAnswer = z.record(z.string(), z.coerce.string());

/** Tags of an answer; null where ARM wrote none. */
export const observeTags = (body: ResourceBody): AzureTags | null =>
  tagsAnswer.safeParse(body['tags']).data ?? null;

/** Which operation of ours last wrote it; undefined where none did, or where ARM keeps no tags. */
export const operationTagOf = (body: ResourceBody): string | undefined =>
  Object.entries(observeTags(body) ?? {}).find(([key]) => sameTagKey(key, operationTag))?.[1];

/** Tags for a PUT over a resource that stands: others' tags stay, ours are `wanted`, those of ours that are no longer wanted go. */
export function mergeTags(
  current: ResourceBody,
  before: readonly Tag[],
  wanted: AzureTags,
): ResourceBody {
  const ours = [...before.map(({ key }) => key), ...Object.keys(wanted)];
  const theirs = Object.entries(objectAt(current, 'tags')).filter(
    ([key]) => !ours.some((our) => sameTagKey(our, key)),
  );
  return { ...Object.fromEntries(theirs), ...wanted };
}
