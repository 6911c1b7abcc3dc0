import { z } from 'zod';
import {
  azureMlExtensionType,
  defaultSettings,
  routerServiceTypes,
  type ArcExtensionDesired,
} from '#libs/resources';
import { optional } from './parse-input.js';

const flag = optional(z.boolean());
const text = optional(z.string().max(500));
const pairs = (longest: number) =>
  z
    .array(z.object({ name: z.string().min(1).max(400), value: z.string().max(longest) }))
    .max(100)
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'names one twice')
    .transform((all) => Object.fromEntries(all.map(({ name, value }) => [name, value])));

const settingsSchema = z.object({
  enableTraining: flag,
  enableInference: flag,
  inferenceRouterServiceType: optional(z.enum(routerServiceTypes)),
  allowInsecureConnections: flag,
  inferenceRouterHA: flag,
  sslCname: text,
  sslSecret: text,
  logAnalyticsWS: flag,
  installNvidiaDevicePlugin: flag,
  installBlobfuseSysctl: flag,
  installBlobfuseFlexvol: flag,
  volumePluginDir: text,
  installPromOp: flag,
  installVolcano: flag,
  installDcgmExporter: flag,
  nodeSelector: optional(pairs(100)),
});

const references = z
  .array(z.object({ name: z.string().min(1).max(200), reference: z.string().max(16_384) }))
  .max(50)
  .transform((all) => Object.fromEntries(all.map(({ name, reference }) => [name, reference])));

/** What an extension is asked for as; what is absent is as it stands, or Azure's default. */
export const extensionFields = {
  releaseTrain: optional(z.string().min(1).max(100)),
  version: optional(z.string().min(1).max(100)),
  autoUpgradeMinorVersion: flag,
  settings: optional(settingsSchema),
  extraSettings: optional(pairs(4_000)),
  protectedSettings: optional(references),
};
const extensionSchema = z.object(extensionFields);
export type ExtensionInput = z.infer<typeof extensionSchema>;

/** `given` without what was not said. */
const said = <T extends object>(given: T | null): Partial<T> =>
  Object.fromEntries(
    Object.entries(given ?? {}).filter(([, value]) => value !== null),
  ) as Partial<T>;

/** A new extension: Azure's defaults where nothing was said. */
export function newExtension(
  input: ExtensionInput,
  releaseNamespace: string | null,
): ArcExtensionDesired {
  return changedExtension(input, {
    extensionType: azureMlExtensionType,
    releaseTrain: 'Stable',
    version: null,
    autoUpgradeMinorVersion: true,
    releaseNamespace: releaseNamespace ?? 'azureml',
    settings: defaultSettings(input.settings?.enableTraining ?? false),
    extraSettings: {},
    settingReferences: {},
  });
}

/** What stands with what was said. A version turns upgrades off only where that is said too: both are refused together. */
export function changedExtension(
  input: ExtensionInput,
  standing: ArcExtensionDesired,
): ArcExtensionDesired {
  const { settings, extraSettings, protectedSettings } = input;
  const autoUpgradeMinorVersion = input.autoUpgradeMinorVersion ?? standing.autoUpgradeMinorVersion;
  const keptVersion = autoUpgradeMinorVersion ? null : standing.version;
  return {
    ...standing,
    releaseTrain: input.releaseTrain ?? standing.releaseTrain,
    version: input.version ?? keptVersion,
    autoUpgradeMinorVersion,
    settings: { ...standing.settings, ...(said(settings) as Partial<typeof standing.settings>) },
    extraSettings: extraSettings ?? standing.extraSettings,
    settingReferences: protectedSettings ?? standing.settingReferences,
  };
}
