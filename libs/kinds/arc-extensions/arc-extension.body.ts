import { z } from 'zod';
import {
  isAbout,
  objectAt,
  observeSettings,
  withSettings,
  type ResourceBody,
} from '#libs/resources';
import type { ArcExtensionDesired, ArcExtensionObserved } from './arc-extension.schema.js';
import { extensionSettings } from './arc-extension.settings.js';
import { configurationSettings } from './settings/extension-settings.rules.js';
import { plainSetting } from './settings/helm-setting.rules.js';
import { desiredFromObserved } from './found-extension.rules.js';
import { underNewNames } from './settings/old-setting.rules.js';

/** The PUT of an extension. `secrets`: setting to value, for this one request. */
export function extensionBody(
  desired: ArcExtensionDesired,
  secrets: Readonly<Record<string, string>>,
  settings = configurationSettings(desired),
): ResourceBody {
  const body = {
    identity: { type: 'SystemAssigned' },
    properties: {
      configurationSettings: settings,
      ...(Object.keys(secrets).length > 0 && { configurationProtectedSettings: secrets }),
    },
  };
  return withSettings(body, extensionSettings, desired);
}

/**
 * The PUT that changes an extension: as Azure has it, with what `asked` names, as differences do, as `desired`. Protected
 * settings, which Azure never shows, are said again. `asked` undefined: everything is as `desired`.
 */
export function changedExtensionBody(
  current: ResourceBody,
  desired: ArcExtensionDesired,
  secrets: Readonly<Record<string, string>>,
  asked: readonly string[] | undefined,
): ResourceBody {
  if (!asked) return extensionBody(desired, secrets);
  const found = observeExtension(current);
  const standing = desiredFromObserved(found);
  const isPinned = asked.includes('version') || asked.includes('autoUpgradeMinorVersion');
  const { version, autoUpgradeMinorVersion } = isPinned ? desired : standing;
  const { releaseTrain } = asked.includes('releaseTrain') ? desired : standing;
  const settings = changedSettings(found.configurationSettings, desired, asked);
  return extensionBody(
    { ...standing, version, autoUpgradeMinorVersion, releaseTrain },
    secrets,
    settings,
  );
}

/** Those that stand, under today's names, but for what `asked` names: that is as `desired`, or gone. */
function changedSettings(
  standing: Readonly<Record<string, string>>,
  desired: ArcExtensionDesired,
  asked: readonly string[],
): Record<string, string> {
  const isAsked = (name: string): boolean => isAbout(`settings.${plainSetting(name)}`, asked);
  const all = (settings: Readonly<Record<string, string>>, is: boolean) =>
    Object.entries(settings).filter(([name]) => isAsked(name) === is);
  return Object.fromEntries([
    ...all(underNewNames(standing), false),
    ...all(configurationSettings(desired), true),
  ]);
}

const answeredSettings = z.record(z.string(), z.coerce.string()).nullish().catch(null);

/** What ARM answered about an extension, at any of its api-versions. Never throws; protected settings are not read. */
export function observeExtension(body: ResourceBody): ArcExtensionObserved {
  const {
    configurationSettings: settings,
    managedBy,
    isSystemExtension,
  } = objectAt(body, 'properties');
  const manager = typeof managedBy === 'string' ? managedBy : '';
  return {
    ...observeSettings(extensionSettings, body),
    configurationSettings: answeredSettings.parse(settings) ?? {},
    keeper: manager || (isSystemExtension === true ? 'Azure' : null),
  };
}
