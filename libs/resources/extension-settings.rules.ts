import type {
  ArcExtensionDesired,
  ExtensionSettings,
  RouterServiceType,
} from './arc-extension.schema.js';

export const armRouter: Record<RouterServiceType, string> = {
  LOAD_BALANCER: 'loadBalancer',
  NODE_PORT: 'nodePort',
  CLUSTER_IP: 'clusterIP',
};

export const flags = [
  'enableTraining',
  'enableInference',
  'allowInsecureConnections',
  'inferenceRouterHA',
  'logAnalyticsWS',
  'installNvidiaDevicePlugin',
  'installBlobfuseSysctl',
  'installBlobfuseFlexvol',
  'installPromOp',
  'installVolcano',
  'installDcgmExporter',
] as const satisfies readonly (keyof ExtensionSettings)[];
export const texts = ['sslCname', 'sslSecret', 'volumePluginDir'] as const;
export const selectorPrefix = 'nodeSelector.';

/** `configurationSettings`: every value is text, flags are True and False (arm-facts, Cluster extensions). */
export function configurationSettings({
  settings,
  extraSettings,
}: Pick<ArcExtensionDesired, 'settings' | 'extraSettings'>): Record<string, string> {
  const { inferenceRouterServiceType: router } = settings;
  return {
    ...extraSettings,
    ...Object.fromEntries(flags.map((name) => [name, settings[name] ? 'True' : 'False'])),
    ...(router !== null && { inferenceRouterServiceType: armRouter[router] }),
    ...Object.fromEntries(
      texts.flatMap((name) => (settings[name] === null ? [] : [[name, settings[name]]])),
    ),
    ...Object.fromEntries(
      Object.entries(settings.nodeSelector).map(([key, value]) => [selectorPrefix + key, value]),
    ),
  };
}

/** Names that have a field of their own: they are no extra settings. */
export const isNamedSetting = (name: string): boolean =>
  name.startsWith(selectorPrefix) ||
  ['inferenceRouterServiceType', ...flags, ...texts].includes(name);
