import { adoptedSettings } from '#libs/resources';
import type { ArcExtensionDesired, ArcExtensionObserved } from './arc-extension.schema.js';
import { extensionSettings } from './arc-extension.settings.js';
import { defaultSettings } from './settings/extension-settings.schema.js';
import { readSettings } from './settings/extension-settings.rules.js';

/** What an extension that was found in Azure would have been asked for as; Azure's defaults where it does not tell. */
export function desiredFromObserved(found: Partial<ArcExtensionObserved>): ArcExtensionDesired {
  const { settings, extraSettings } = readSettings(found.configurationSettings ?? {});
  const standing = adoptedSettings(extensionSettings, found);
  return {
    ...standing,
    version: standing.autoUpgradeMinorVersion ? null : standing.version,
    settings: { ...defaultSettings(settings.enableTraining ?? false), ...settings },
    extraSettings,
  };
}
