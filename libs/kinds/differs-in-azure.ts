import { differingTags, isObject, type Resource, sameTagKey, type Tag } from '#libs/resources';
import { compareStored } from './compare-resource.js';

type Stored = Pick<Resource, 'kind' | 'desired' | 'observed'>;

/** Where `observed` has a field of the desired state under another name. */
const observedAs: Record<string, string> = {
  settings: 'configurationSettings',
  extraSettings: 'configurationSettings',
  clusterId: 'clusterArmId',
};

/** Names that differences of a field go by. */
const comparedAs: Record<string, string> = { extraSettings: 'settings', clusterId: 'clusterArmId' };

/**
 * Whether Azure, when it was last seen, had a field of the desired state otherwise than asked. True also where that
 * cannot be told: it was never seen, or Azure keeps the field to itself.
 */
export function differsInAzure({ kind, desired, observed }: Stored, name: string): boolean {
  if (!isObject(observed) || !((observedAs[name] ?? name) in observed)) return true;
  const compared = comparedAs[name] ?? name;
  return compareStored({ kind, desired, observed }, []).some(
    ({ field }) => field === compared || field.startsWith(`${compared}.`),
  );
}

/** Whether Azure, when it was last seen, said of every cost tag that it has it, and of those that went that it has not. */
export function hasTagsAsAsked(
  { observed }: Stored,
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
