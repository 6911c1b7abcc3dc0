import {
  askedAlone,
  caselessAt,
  differing,
  objectAt,
  plainFlag,
  plainName,
  saidText,
  setting,
  withoutCase,
  type ResourceBody,
} from '#libs/resources';
import { differingConfiguration } from './settings/differing-configuration.rules.js';
import {
  defaultSettings,
  extensionSettingsSchema,
  settingsMap,
  type Configured,
} from './settings/extension-settings.schema.js';

export const azureMlExtensionType = 'Microsoft.AzureML.Kubernetes';
const namespace = saidText('properties.scope.cluster.releaseNamespace', 'azureml');
/** Named settings and others are one map in Azure. */
const observedAs = 'configurationSettings';

/** Every setting of an extension (docs/azure-facts.md#cluster-extensions); rows have always said all of them. */
export const extensionSettings = {
  extensionType: {
    ...caselessAt('properties.extensionType'),
    unknown: azureMlExtensionType,
    adopted: (found: string): string => found || azureMlExtensionType,
  },
  releaseTrain: saidText('properties.releaseTrain', 'Stable', withoutCase),
  /** Only where it does not upgrade by itself. */
  version: {
    ...plainName('properties.version'),
    nullIsAny: true,
    observe: (body: ResourceBody): string | null => {
      const { currentVersion, installedVersion, version } = objectAt(body, 'properties');
      const said = [currentVersion, installedVersion, version];
      return said.find((one) => typeof one === 'string') ?? null;
    },
  },
  autoUpgradeMinorVersion: plainFlag('properties.autoUpgradeMinorVersion', true),
  releaseNamespace: {
    ...namespace,
    differences: (field: string, asked: string, found: string | null) =>
      found === null ? [] : differing(field, asked, found),
    shown: (asked: string, found?: string | null): string => found ?? asked,
  },
  settings: {
    ...setting(askedAlone(extensionSettingsSchema, defaultSettings(false)), { observedAs }),
    differencesIn: (desired: Configured, found: Configuration) =>
      differingConfiguration(desired, found.configurationSettings),
  },
  extraSettings: setting(askedAlone(settingsMap, {}), { observedAs, differsAs: 'settings' }),
  /** Setting to reference: the worker reads the secret when it sends it (ADR 0012). */
  settingReferences: askedAlone(settingsMap, {}),
};

interface Configuration {
  configurationSettings: Record<string, string>;
}
