import { compareSettings, type IgnoredField, type Resource, type Tag } from '#libs/resources';
import type { ManagedKind } from './managed-kind.js';

/** Every field of the resource's desired state, cost tags included, that Azure had otherwise than asked when it was last seen. */
export function compareStored(
  { read, settings }: Pick<ManagedKind, 'read' | 'settings'>,
  stored: Pick<Resource, 'kind' | 'desired' | 'observed'>,
  costTags: readonly Tag[],
): IgnoredField[] {
  const { desired, observed } = read({ ...stored, location: '' });
  return observed === null ? [] : compareSettings(settings, desired, costTags, observed);
}
