import { z } from 'zod';
import { adoptedSettings, type FieldPath, type Findings } from '#libs/resources';
import { gql, optional } from '#libs/verbs';
import { namedIn, keyValue } from '#libs/operations';
import type { ArcExtensionDesired } from './arc-extension.schema.js';
import { extensionSettings } from './arc-extension.settings.js';
import { defaultSettings } from './settings/extension-settings.schema.js';
import { configurationSettings } from './settings/extension-settings.rules.js';
import { plainKey, plainSetting } from './settings/helm-setting.rules.js';
import { namesPlainly } from './settings/arm-id-in-setting.rules.js';
import { readGivenSettings } from './settings/given-setting.rules.js';
import { routerServiceTypes } from './settings/named.settings.js';
import { underNewNames } from './settings/old-setting.rules.js';

const flag = optional(z.boolean());
const text = optional(z.string().max(500));
const pairs = (longest: number, nameOf = (name: string) => name) =>
  z
    .array(keyValue(z.string().min(1).max(400), longest))
    .max(100)
    .transform((all) => all.map(({ name, value }) => ({ name: nameOf(name), value })))
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'names one twice')
    .transform((all) => Object.fromEntries(all.map(({ name, value }) => [name, value])));

const settingsInput = z
  .strictObject({
    enableTraining: flag.describe('Training and batch scoring. Default false.'),
    enableInference: flag.describe('Inference. Default false.'),
    inferenceRouterServiceType: optional(
      z.enum(routerServiceTypes).register(gql, { type: 'InferenceRouterServiceType' }),
    ).describe('Required with enableInference.'),
    allowInsecureConnections: flag.describe('Inference over HTTP, for tests. Default false.'),
    inferenceRouterHA: flag.describe('Three routers, on three nodes. Default true.'),
    sslCname: text.describe('The name that inference is served under over TLS.'),
    sslSecret: text.describe('Name of the Kubernetes secret that holds certificate and key.'),
    logAnalyticsWS: flag.describe('Send logs to a Log Analytics workspace. Default false.'),
    installNvidiaDevicePlugin: flag.describe('Install the NVIDIA device plug-in. Default false.'),
    installBlobfuseSysctl: flag.describe('Install Blobfuse. Default: with training.'),
    installBlobfuseFlexvol: flag.describe(
      'Install the Blobfuse volume driver. Default: with training.',
    ),
    volumePluginDir: text.describe('Where the volume driver goes on nodes.'),
    installPromOp: flag.describe('Install the Prometheus operator. Default true.'),
    installVolcano: flag.describe('Install the Volcano scheduler. Default true.'),
    installDcgmExporter: flag.describe('Install the exporter of GPU metrics. Default false.'),
    /** Escaped as helm wants it or not: kept as people write it. */
    nodeSelector: optional(pairs(100, plainKey)).describe(
      'Labels of the nodes that it and its workloads run on, e.g. nvidia.com/gpu.present; escaped for helm or not.',
    ),
  })
  .register(gql, {
    type: 'ArcExtensionSettingsInput',
    description: 'Settings of the Azure Machine Learning extension.',
  });

const references = z
  .array(
    z
      .strictObject({
        name: z.string().min(1).max(200).describe('Name of the setting, e.g. sslKeyPemFile.'),
        reference: z
          .string()
          .max(16_384)
          .describe(
            "A file of the team's secrets folder, e.g. file:tls-key; never the secret itself.",
          ),
      })
      .register(gql, {
        type: 'SecretReferenceInput',
        description: 'A protected setting and where its secret is kept.',
      }),
  )
  .max(50)
  .transform((all) => Object.fromEntries(all.map(({ name, reference }) => [name, reference])));

/** What an extension is asked for as; what is absent is as it stands, or Azure's default. */
export const extensionFields = {
  releaseTrain: optional(z.string().min(1).max(100)).describe(
    'Where versions come from. Default Stable.',
  ),
  version: optional(z.string().min(1).max(100)).describe(
    'A fixed version; only with autoUpgradeMinorVersion false.',
  ),
  autoUpgradeMinorVersion: flag.describe('Whether it upgrades by itself. Default true.'),
  settings: optional(settingsInput).describe("Settings; Azure's defaults where absent."),
  extraSettings: optional(
    pairs(4_000).refine(
      (settings) => Object.values(settings).every(namesPlainly),
      'must write ARM ids plainly, each as a value of its own',
    ),
  ).describe(
    'Settings that have no field of their own, read as helm reads --set; old names are taken as what they are called today. No secrets.',
  ),
  protectedSettings: optional(references).describe('Secrets, by reference.'),
};
/** Of one that is new. */
export const newExtensionFields = {
  name: optional(z.string().max(300)).describe(
    '1 to 253 letters, digits, - and . Default azureml.',
  ),
  releaseNamespace: optional(z.string().max(100)).describe(
    'Namespace of its pods. Default azureml.',
  ),
  ...extensionFields,
};
const extensionSchema = z.object(extensionFields);
export type ExtensionInput = z.infer<typeof extensionSchema>;

/** What an extension shall be, and what has to be said about how that was written. */
export interface AskedExtension {
  desired: ArcExtensionDesired;
  findings: Findings;
}

/** A new extension: Azure's defaults where nothing was said. */
export function newExtension(
  input: ExtensionInput,
  releaseNamespace: string | null,
  path: FieldPath = ['input'],
): AskedExtension {
  const unsaid = adoptedSettings(extensionSettings, {});
  const standing = {
    ...unsaid,
    releaseNamespace: releaseNamespace ?? unsaid.releaseNamespace,
    settings: defaultSettings(input.settings?.enableTraining ?? false),
  };
  return changedExtension(input, standing, path);
}

/**
 * The fields of an extension that a change affects, named as in its differences: those in the request and
 * those that follow from it.
 */
export const namedInExtension = (
  input: ExtensionInput,
  standing: ArcExtensionDesired,
  desired: ArcExtensionDesired,
): string[] => [
  ...namedIn(input, ['releaseTrain', 'version', 'autoUpgradeMinorVersion']),
  ...Object.entries(input.settings ?? {}).flatMap(([name, value]) =>
    value === null ? [] : [`settings.${name}`],
  ),
  ...Object.keys(underNewNames(input.extraSettings ?? {})).map(
    (name) => `settings.${plainSetting(name)}`,
  ),
  ...changedSettings(configurationSettings(standing), configurationSettings(desired)),
];

const changedSettings = (
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): string[] =>
  Object.keys({ ...before, ...after })
    .filter((name) => before[name] !== after[name])
    .map((name) => `settings.${plainSetting(name)}`);

/**
 * The extension's settings with the request applied. A version turns auto-upgrade off only if the request
 * says so too; otherwise both fields are refused together.
 */
export function changedExtension(
  input: ExtensionInput,
  standing: ArcExtensionDesired,
  path: FieldPath = ['input'],
): AskedExtension {
  const { settings, extraSettings, findings } = readGivenSettings(input, path);
  const autoUpgradeMinorVersion = input.autoUpgradeMinorVersion ?? standing.autoUpgradeMinorVersion;
  const keptVersion = autoUpgradeMinorVersion ? null : standing.version;
  const desired = {
    ...standing,
    releaseTrain: input.releaseTrain ?? standing.releaseTrain,
    version: input.version ?? keptVersion,
    autoUpgradeMinorVersion,
    settings: { ...standing.settings, ...settings },
    extraSettings: extraSettings ?? standing.extraSettings,
    settingReferences: input.protectedSettings ?? standing.settingReferences,
  };
  return { desired, findings };
}
