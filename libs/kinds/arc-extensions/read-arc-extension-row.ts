import { settingsReader } from '#libs/resources';
import { arcExtensionDesiredSchema, arcExtensionObservedSchema } from './arc-extension.schema.js';
import { extensionSettings } from './arc-extension.settings.js';
import { configurationSettings } from './settings/extension-settings.rules.js';
import { desiredFromObserved } from './found-extension.rules.js';

/** An ARC_EXTENSION as far as its row can be read. */
export const readExtensionRow = settingsReader(extensionSettings, {
  desired: arcExtensionDesiredSchema,
  observed: arcExtensionObservedSchema,
  adopt: desiredFromObserved,
  unsaid: (asked) => ({ configurationSettings: configurationSettings(asked) }),
});
