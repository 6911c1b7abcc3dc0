import { isObject } from '#libs/kernel';
import { differingTags, isAbout, type Resource, sameTagKey, type Tag } from '#libs/resources';
import { compareStored } from '../compare-stored.rules.js';
import type { ManagedKind } from '../managed-kind.js';

type Stored = Pick<Resource, 'kind' | 'desired' | 'observed'>;

/**
 * Whether Azure, when it was last seen, had a field of the desired state otherwise than asked. True also where that
 * cannot be told: it was never seen, or Azure keeps the field to itself.
 */
export function differsInAzure(
  of: Pick<ManagedKind, 'read' | 'settings'>,
  { kind, desired, observed }: Stored,
  name: string,
): boolean {
  const { differsAs = name, observedAs = differsAs } = of.settings[name] ?? {};
  if (!isObject(observed) || !((observedAs ?? name) in observed)) return true;
  return compareStored(of, { kind, desired, observed }, []).some(({ field }) =>
    isAbout(field, [differsAs]),
  );
}

/** Whether Azure, when it was last seen, said of every cost tag that it has it, and of those that went that it has not. */
export function hasTagsAsAsked(
  { observed }: Pick<Stored, 'observed'>,
  asked: readonly Tag[],
  before: readonly Tag[],
): boolean {
  const tags = isObject(observed) && isObject(observed['tags']) ? observed['tags'] : {};
  const found = Object.fromEntries(
    Object.entries(tags).map(([key, value]) => [key, String(value)]),
  );
  const gone = before.filter(({ key }) => !asked.some((tag) => sameTagKey(tag.key, key)));
  return (
    Object.keys(found).length > 0 &&
    differingTags(asked, found).length === 0 &&
    !gone.some(({ key }) => Object.keys(found).some((name) => sameTagKey(name, key)))
  );
}
