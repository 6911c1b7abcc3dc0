import { z } from 'zod';
import { adoptedSettings, expectedSettings } from './adopted-settings.rules.js';
import { differingSettings } from './compare-settings.rules.js';
import type { AskedOf, FoundOf, Settings, ShownOf, Value, Fields } from './setting.rules.js';
import { foundShape } from './settings-schema.js';
import { observeSettings, sentBy } from './settings-body.js';
import { shownSettings } from './shown-settings.rules.js';

/** Settings that are asked for together, and compared each by itself: `scale.maxNodeCount`. */
export const groupOf = <T extends Settings>(
  settings: T,
): Value<AskedOf<T>, FoundOf<T>, ShownOf<T>> => ({
  asked: z.object(askedShape(settings)) as unknown as z.ZodType<AskedOf<T>>,
  found: z.object(foundShape(settings)) as unknown as z.ZodType<FoundOf<T>>,
  unknown: adoptedSettings(settings, {}),
  sent: (asked) => sentBy(settings, asked),
  observe: (body) => observeSettings(settings, body),
  form: (value) =>
    Object.fromEntries(
      Object.entries(settings).map(([name, { form }]) => [name, form((value as Fields)[name])]),
    ),
  differences: (name, asked, found) => differingSettings(settings, asked, found, `${name}.`),
  shown: (asked, found) => shownSettings(settings, asked, found ?? null),
  adopted: (found) => adoptedSettings(settings, found),
  expected: (asked) => expectedSettings(settings, asked),
});

/** A group is said whole: a stored one has no defaults of its own. */
const askedShape = (settings: Settings): Record<string, z.ZodType> =>
  Object.fromEntries(Object.entries(settings).map(([name, { asked }]) => [name, asked]));
