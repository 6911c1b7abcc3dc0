import { differingTags, type IgnoredField } from '../fields/ignored-field.rules.js';
import type { AzureTags } from '../tags/tags.body.js';
import type { Tag } from '../tags/tags.rules.js';
import { isTold, type Setting, type Settings, type Fields } from './setting.rules.js';

/** What Azure has of a setting; undefined where it does not tell. */
export const foundOf = (name: string, one: Setting, observed: object): unknown =>
  one.foundIn ? one.foundIn(observed) : (observed as Fields)[name];

/** Every field that Azure has otherwise than asked. */
export const differingSettings = (
  settings: Settings,
  desired: object,
  observed: object,
  under = '',
): IgnoredField[] =>
  Object.entries(settings).flatMap(([name, one]) => {
    if (one.differencesIn) return one.differencesIn(desired, observed);
    if (!isTold(one)) return [];
    const [asked, found] = [(desired as Fields)[name], foundOf(name, one, observed)];
    if (found === undefined || (asked === null && one.nullIsAny)) return [];
    return one.differences(under + name, asked, found);
  });

/** Every field that Azure has otherwise than asked, cost tags included. */
export const compareSettings = (
  settings: Settings,
  desired: object,
  costTags: readonly Tag[],
  observed: object,
): IgnoredField[] => [
  ...differingSettings(settings, desired, observed),
  ...differingTags(costTags, (observed as { tags?: AzureTags | null }).tags ?? null),
];
