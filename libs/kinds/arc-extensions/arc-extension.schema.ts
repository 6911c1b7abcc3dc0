import { z } from 'zod';

export const azureMlExtensionType = 'Microsoft.AzureML.Kubernetes';
export const routerServiceTypes = ['LOAD_BALANCER', 'NODE_PORT', 'CLUSTER_IP'] as const;
export type RouterServiceType = (typeof routerServiceTypes)[number];

const shortText = z.string().max(500);
const settingsMap = z.record(z.string().max(200), z.string().max(4_000));

/**
 * The settings of the Azure Machine Learning extension that we know by name (docs/azure-facts.md#cluster-extensions).
 */
export const extensionSettingsSchema = z.object({
  enableTraining: z.boolean(),
  enableInference: z.boolean(),
  inferenceRouterServiceType: z.enum(routerServiceTypes).nullable(),
  allowInsecureConnections: z.boolean(),
  inferenceRouterHA: z.boolean(),
  sslCname: shortText.nullable(),
  sslSecret: shortText.nullable(),
  logAnalyticsWS: z.boolean(),
  installNvidiaDevicePlugin: z.boolean(),
  installBlobfuseSysctl: z.boolean(),
  installBlobfuseFlexvol: z.boolean(),
  volumePluginDir: shortText.nullable(),
  installPromOp: z.boolean(),
  installVolcano: z.boolean(),
  installDcgmExporter: z.boolean(),
  nodeSelector: z.record(z.string().max(400), z.string().max(100)),
});
export type ExtensionSettings = z.infer<typeof extensionSettingsSchema>;

/** Azure's documented defaults; Blobfuse is needed by training alone. */
export const defaultSettings = (enableTraining: boolean): ExtensionSettings => ({
  enableTraining,
  enableInference: false,
  inferenceRouterServiceType: null,
  allowInsecureConnections: false,
  inferenceRouterHA: true,
  sslCname: null,
  sslSecret: null,
  logAnalyticsWS: false,
  installNvidiaDevicePlugin: false,
  installBlobfuseSysctl: enableTraining,
  installBlobfuseFlexvol: enableTraining,
  volumePluginDir: null,
  installPromOp: true,
  installVolcano: true,
  installDcgmExporter: false,
  nodeSelector: {},
});

/** `resource.desired` of an ARC_EXTENSION. */
export const arcExtensionDesiredSchema = z.object({
  extensionType: z.string(),
  releaseTrain: z.string(),
  /** Only where it does not upgrade by itself. */
  version: z.string().nullable(),
  autoUpgradeMinorVersion: z.boolean(),
  releaseNamespace: z.string(),
  settings: extensionSettingsSchema,
  extraSettings: settingsMap,
  /** Setting to reference: the worker reads the secret when it sends it (ADR 0012). */
  settingReferences: settingsMap,
});
export type ArcExtensionDesired = z.infer<typeof arcExtensionDesiredSchema>;

/** `resource.observed` of an ARC_EXTENSION: what ARM last answered. */
export const arcExtensionObservedSchema = z.object({
  extensionType: z.string(),
  releaseTrain: z.string().nullable(),
  version: z.string().nullable(),
  autoUpgradeMinorVersion: z.boolean(),
  releaseNamespace: z.string().nullable(),
  configurationSettings: z.record(z.string(), z.string()),
  /** Who keeps it, where somebody else does: the ARM id of what manages it, or `Azure` for one of the system's own. */
  keeper: z.string().nullish(),
});
export type ArcExtensionObserved = z.infer<typeof arcExtensionObservedSchema>;
