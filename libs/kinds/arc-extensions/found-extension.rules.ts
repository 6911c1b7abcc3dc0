import {
  azureMlExtensionType,
  defaultSettings,
  type ArcExtensionDesired,
  type ArcExtensionObserved,
} from './arc-extension.schema.js';
import { readSettings } from './settings/extension-settings.rules.js';

/** What an extension that was found in Azure would have been asked for as. */
export function desiredFromObserved(found: ArcExtensionObserved): ArcExtensionDesired {
  const { settings, extraSettings } = readSettings(found.configurationSettings);
  return {
    extensionType: found.extensionType || azureMlExtensionType,
    releaseTrain: found.releaseTrain ?? 'Stable',
    version: found.autoUpgradeMinorVersion ? null : found.version,
    autoUpgradeMinorVersion: found.autoUpgradeMinorVersion,
    releaseNamespace: found.releaseNamespace ?? 'azureml',
    settings: { ...defaultSettings(settings.enableTraining ?? false), ...settings },
    extraSettings,
    settingReferences: {},
  };
}
