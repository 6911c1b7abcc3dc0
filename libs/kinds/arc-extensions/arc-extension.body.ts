import { z } from 'zod';
import {
  differing,
  isAbout,
  withoutCase,
  type IgnoredField,
  objectAt,
  type ResourceBody,
} from '#libs/resources';
import {
  defaultSettings,
  type ArcExtensionDesired,
  type ArcExtensionObserved,
} from './arc-extension.schema.js';
import { configurationSettings } from './settings/extension-settings.rules.js';
import { plainSetting } from './settings/helm-setting.rules.js';
import { desiredFromObserved } from './found-extension.rules.js';
import { underNewNames } from './settings/old-setting.rules.js';

/** The PUT of an extension. `secrets`: setting to value, for this one request. */
export const extensionBody = (
  desired: ArcExtensionDesired,
  secrets: Readonly<Record<string, string>>,
  settings = configurationSettings(desired),
): ResourceBody => ({
  identity: { type: 'SystemAssigned' },
  properties: {
    extensionType: desired.extensionType,
    autoUpgradeMinorVersion: desired.autoUpgradeMinorVersion,
    releaseTrain: desired.releaseTrain,
    ...(desired.version !== null && { version: desired.version }),
    scope: { cluster: { releaseNamespace: desired.releaseNamespace } },
    configurationSettings: settings,
    ...(Object.keys(secrets).length > 0 && { configurationProtectedSettings: secrets }),
  },
});

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

const text = z.string().nullish().catch(null);
const extensionAnswer = z.object({
  extensionType: text,
  releaseTrain: text,
  version: text,
  currentVersion: text,
  installedVersion: text,
  autoUpgradeMinorVersion: z.boolean().nullish().catch(null),
  configurationSettings: z.record(z.string(), z.coerce.string()).nullish().catch(null),
  isSystemExtension: z.boolean().nullish().catch(null),
  managedBy: text,
});

/** What ARM answered about an extension, at any of its api-versions. Never throws; protected settings are not read. */
export function observeExtension(body: ResourceBody): ArcExtensionObserved {
  const found = extensionAnswer.parse(objectAt(body, 'properties'));
  const { releaseNamespace } = objectAt(body, 'properties', 'scope', 'cluster');
  return {
    extensionType: found.extensionType ?? '',
    releaseTrain: found.releaseTrain ?? null,
    version: found.currentVersion ?? found.installedVersion ?? found.version ?? null,
    autoUpgradeMinorVersion: found.autoUpgradeMinorVersion ?? true,
    releaseNamespace: typeof releaseNamespace === 'string' ? releaseNamespace : null,
    configurationSettings: found.configurationSettings ?? {},
    keeper: found.managedBy || (found.isSystemExtension ? 'Azure' : null),
  };
}

/** Every field of an extension that ARM answers otherwise than asked. Protected settings cannot be compared. */
export function compareExtension(
  desired: ArcExtensionDesired,
  found: ArcExtensionObserved,
): IgnoredField[] {
  const asked = configurationSettings(desired);
  const settings = underNewNames(found.configurationSettings);
  return [
    ...differing<string | null>(
      'extensionType',
      desired.extensionType,
      found.extensionType,
      withoutCase,
    ),
    ...differing<string | null>(
      'releaseTrain',
      desired.releaseTrain,
      found.releaseTrain ?? 'Stable',
      withoutCase,
    ),
    ...(desired.version === null
      ? []
      : differing<string | null>('version', desired.version, found.version)),
    ...differing(
      'autoUpgradeMinorVersion',
      desired.autoUpgradeMinorVersion,
      found.autoUpgradeMinorVersion,
    ),
    ...(found.releaseNamespace === null
      ? []
      : differing('releaseNamespace', desired.releaseNamespace, found.releaseNamespace)),
    ...Object.entries(asked).flatMap(([name, value]) =>
      differing<string | null>(
        `settings.${plainSetting(name)}`,
        value,
        settings[name] ?? defaultOf(name, asked),
        withoutCase,
      ),
    ),
  ];
}

/** What Azure uses where a setting is not said. */
const defaultOf = (name: string, asked: Readonly<Record<string, string>>): string | null => {
  const settings = defaultSettings(asked['enableTraining'] === 'True');
  const defaults = configurationSettings({ settings, extraSettings: {} });
  return { ...defaults, enableTraining: 'False' }[name] ?? null;
};
