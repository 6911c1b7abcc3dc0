import {
  objectAt,
  operationTag,
  sameTagKey,
  type CostTag,
  type ResourceBody,
} from '#libs/resources';
import type { KindDefinition, KnownKinds } from '#libs/kinds';

/** What a listed compute is here; undefined for types that Armature does not keep (AKS, VirtualMachine, Databricks, …). */
export function computeKindOf({ all }: KnownKinds, body: ResourceBody): KindDefinition | undefined {
  const { computeType } = objectAt(body, 'properties');
  if (typeof computeType !== 'string') return undefined;
  return all.find(({ compute }) => compute?.armType.toLowerCase() === computeType.toLowerCase());
}

/** The cost tags of what was found: all that it carries in Azure but our own. */
export const costTagsOfFound = (observed: unknown): CostTag[] =>
  Object.entries((observed as { tags?: Record<string, string> | null }).tags ?? {})
    .filter(([key]) => !sameTagKey(key, operationTag))
    .map(([key, value]) => ({ key, value, source: 'AZURE' }));
