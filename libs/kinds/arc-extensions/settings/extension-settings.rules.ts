import type {
  ArcExtensionDesired,
  ExtensionSettings,
  RouterServiceType,
} from '../arc-extension.schema.js';
import { escapeHelmKey, helmSetting, plainKey, plainSetting } from './helm-setting.rules.js';
import { underNewNames } from './old-setting.rules.js';

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

/** Settings that have no field of their own, and that the extension's documentation names. */
const unfielded = ['internalLoadBalancerProvider'];

/**
 * `configurationSettings`: every value is text, flags are True and False (docs/azure-facts.md#cluster-extensions), the
 * keys of maps are escaped as helm wants them, and nothing goes under an old name beside today's.
 */
export function configurationSettings({
  settings,
  extraSettings,
}: Pick<ArcExtensionDesired, 'settings' | 'extraSettings'>): Record<string, string> {
  const { inferenceRouterServiceType: router } = settings;
  const extra = Object.entries(underNewNames(extraSettings));
  return {
    ...Object.fromEntries(extra.map(([name, value]) => [helmSetting(name), value])),
    ...Object.fromEntries(flags.map((name) => [name, settings[name] ? 'True' : 'False'])),
    ...(router !== null && { inferenceRouterServiceType: armRouter[router] }),
    ...Object.fromEntries(
      texts.flatMap((name) => (settings[name] === null ? [] : [[name, settings[name]]])),
    ),
    ...Object.fromEntries(
      Object.entries(settings.nodeSelector).map(([key, value]) => [
        selectorPrefix + escapeHelmKey(key),
        value,
      ]),
    ),
  };
}

/** Names that have a field of their own: they are no extra settings. */
export const isNamedSetting = (name: string): boolean =>
  name.startsWith(selectorPrefix) ||
  ['inferenceRouterServiceType', ...flags, ...texts].includes(name);

/** Every name that today's documentation knows, in its own spelling. */
export const knownSettings: readonly string[] = [
  'inferenceRouterServiceType',
  'nodeSelector',
  ...flags,
  ...texts,
  ...unfielded,
];

const routers = Object.fromEntries(
  Object.entries(armRouter).map(([ours, arms]) => [arms.toLowerCase(), ours as RouterServiceType]),
);

/** What a map of ARM's, under old or today's names, says of the settings that have a field, and what else it holds. */
export function readSettings(
  map: Readonly<Record<string, string>>,
): Pick<ArcExtensionDesired, 'extraSettings'> & { settings: Partial<ExtensionSettings> } {
  const found = underNewNames(map);
  const router = found['inferenceRouterServiceType'];
  const selected = Object.entries(found).filter(([name]) => name.startsWith(selectorPrefix));
  return {
    settings: {
      ...Object.fromEntries(flags.flatMap((n) => (found[n] ? [[n, isOn(found[n])]] : []))),
      ...Object.fromEntries(texts.flatMap((n) => (found[n] === undefined ? [] : [[n, found[n]]]))),
      ...(router !== undefined && {
        inferenceRouterServiceType: routers[router.toLowerCase()] ?? null,
      }),
      ...(selected.length > 0 && {
        nodeSelector: Object.fromEntries(
          selected.map(([name, value]) => [plainKey(name.slice(selectorPrefix.length)), value]),
        ),
      }),
    },
    extraSettings: Object.fromEntries(
      Object.entries(found).flatMap(([name, value]) =>
        isNamedSetting(name) ? [] : [[plainSetting(name), value]],
      ),
    ),
  };
}

const isOn = (value: string): boolean => value.toLowerCase() === 'true';
