import { z } from 'zod';
import {
  isAbout,
  objectAt,
  observeSettings,
  readOnlyEnvelope,
  identityAgain,
  withSettings,
  writable,
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

const readOnlyProperties = [
  'currentVersion',
  'installedVersion',
  'installState',
  'provisioningState',
  'extensionState',
  'statuses',
  'errorInfo',
  'creationTime',
  'lastModifiedTime',
  'lastStatusTime',
  'isSystemExtension',
  'managedBy',
  'packageUri',
  'customLocationSettings',
  'additionalDetails',
] as const;

/**
 * The PUT that changes an extension: what ARM returned, with what `asked` names, as differences do, as `desired`. Protected
 * settings, which Azure never shows, are said again. `asked` undefined: everything that can be changed is as `desired`.
 */
export function changedExtensionBody(
  current: ResourceBody,
  desired: ArcExtensionDesired,
  secrets: Readonly<Record<string, string>>,
  asked: readonly string[] | undefined,
): ResourceBody {
  const isAsked = (name: string): boolean => !asked || isAbout(name, asked);
  const properties = objectAt(current, 'properties');
  const identity = identityAgain(current);
  const standing = desiredFromObserved(observeExtension(current));
  const body = {
    ...writable(current, [...readOnlyEnvelope, 'identity']),
    ...(identity && { identity }),
    properties: {
      ...standingUpgrade(writable(properties, readOnlyProperties), standing),
      configurationSettings: changedSettings(properties, desired, isAsked),
      ...(Object.keys(secrets).length > 0 && { configurationProtectedSettings: secrets }),
    },
  };
  const train = isAsked('releaseTrain') ? ['releaseTrain'] : [];
  const upgraded = isAsked('version') || isAsked('autoUpgradeMinorVersion') ? upgrade : [];
  return withSettings(body, extensionSettings, desired, [...train, ...upgraded]);
}

/** A version is pinned, or upgraded by itself, never both (docs/azure-facts.md#cluster-extensions). */
const upgrade = ['version', 'autoUpgradeMinorVersion'] as const;

/** The version that stands is said only where it is pinned; where ARM does not say to which, to the one that runs. */
function standingUpgrade(
  properties: ResourceBody,
  { version, autoUpgradeMinorVersion }: ArcExtensionDesired,
): ResourceBody {
  if (autoUpgradeMinorVersion) return { ...properties, version: undefined };
  return { ...properties, version: properties['version'] ?? version };
}

/** Those that stand, under today's names, but for what was asked for: that is as `desired`, or gone. */
function changedSettings(
  properties: ResourceBody,
  desired: ArcExtensionDesired,
  isAsked: (name: string) => boolean,
): ResourceBody {
  const all = (settings: ResourceBody, is: boolean) =>
    Object.entries(settings).filter(([name]) => isAsked(`settings.${plainSetting(name)}`) === is);
  return Object.fromEntries([
    ...all(underTodaysNames(objectAt(properties, 'configurationSettings')), false),
    ...all(configurationSettings(desired), true),
  ]);
}

/** What is no text has no old name, and stays as it is. */
function underTodaysNames(settings: ResourceBody): ResourceBody {
  const texts = Object.entries(settings).filter(
    (one): one is [string, string] => typeof one[1] === 'string',
  );
  const others = Object.entries(settings).filter(([, value]) => typeof value !== 'string');
  return { ...Object.fromEntries(others), ...underNewNames(Object.fromEntries(texts)) };
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
