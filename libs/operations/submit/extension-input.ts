import { z } from 'zod';
import { armIdSchema } from '#libs/kernel';
import {
  azureMlExtensionType,
  configurationSettings,
  defaultSettings,
  plainKey,
  plainSetting,
  readGivenSettings,
  routerServiceTypes,
  underNewNames,
  type ArcExtensionDesired,
  type FieldPath,
  type Findings,
} from '#libs/resources';
import { namedIn } from './named-fields.js';
import { optional } from './parse-input.js';

const flag = optional(z.boolean());
const text = optional(z.string().max(500));
const pairs = (longest: number, nameOf = (name: string) => name) =>
  z
    .array(z.object({ name: z.string().min(1).max(400), value: z.string().max(longest) }))
    .max(100)
    .transform((all) => all.map(({ name, value }) => ({ name: nameOf(name), value })))
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
  /** Escaped as helm wants it or not: kept as people write it. */
  nodeSelector: optional(pairs(100, plainKey)),
});

const references = z
  .array(z.object({ name: z.string().min(1).max(200), reference: z.string().max(16_384) }))
  .max(50)
  .transform((all) => Object.fromEntries(all.map(({ name, reference }) => [name, reference])));

/** An ARM id in settings is a value of its own, in the form that ids are compared by: none hides among other text. */
function namesPlainly(settings: Record<string, string>): boolean {
  const ids = Object.values(settings).filter((value) => holdsArmId.test(value));
  return ids.every((id) => armIdSchema.safeParse(id).success);
}
const holdsArmId = /(\/|%2f)subscriptions(\/|%2f)/i;

/** What an extension is asked for as; what is absent is as it stands, or Azure's default. */
export const extensionFields = {
  releaseTrain: optional(z.string().min(1).max(100)),
  version: optional(z.string().min(1).max(100)),
  autoUpgradeMinorVersion: flag,
  settings: optional(settingsSchema),
  extraSettings: optional(
    pairs(4_000).refine(namesPlainly, 'must write ARM ids plainly, each as a value of its own'),
  ),
  protectedSettings: optional(references),
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
  const standing = {
    extensionType: azureMlExtensionType,
    releaseTrain: 'Stable',
    version: null,
    autoUpgradeMinorVersion: true,
    releaseNamespace: releaseNamespace ?? 'azureml',
    settings: defaultSettings(input.settings?.enableTraining ?? false),
    extraSettings: {},
    settingReferences: {},
  };
  return changedExtension(input, standing, path);
}

/** What of an extension a change is about, by the names that differences have: what was named, and what became of it. */
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

/** What stands with what was said. A version turns upgrades off only where that is said too: both are refused together. */
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
