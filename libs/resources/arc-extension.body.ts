import { z } from 'zod';
import {
  defaultSettings,
  type ArcExtensionDesired,
  type ArcExtensionObserved,
} from './arc-extension.schema.js';
import { configurationSettings } from './extension-settings.rules.js';
import { plainSetting } from './helm-setting.rules.js';
import { differing, withoutCase, type IgnoredField } from './ignored-field.rules.js';
import { underNewNames } from './old-setting.rules.js';
import { objectAt, type ResourceBody } from './resource-body.js';

/** The PUT of an extension. `secrets`: setting to value, for this one request. */
export const extensionBody = (
  desired: ArcExtensionDesired,
  secrets: Readonly<Record<string, string>>,
): ResourceBody => ({
  identity: { type: 'SystemAssigned' },
  properties: {
    extensionType: desired.extensionType,
    autoUpgradeMinorVersion: desired.autoUpgradeMinorVersion,
    releaseTrain: desired.releaseTrain,
    ...(desired.version !== null && { version: desired.version }),
    scope: { cluster: { releaseNamespace: desired.releaseNamespace } },
    configurationSettings: configurationSettings(desired),
    ...(Object.keys(secrets).length > 0 && { configurationProtectedSettings: secrets }),
  },
});

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
