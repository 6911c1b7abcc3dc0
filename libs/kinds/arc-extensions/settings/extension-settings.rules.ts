import type { Configured, ExtensionSettings } from './extension-settings.schema.js';
import { escapeHelmKey, helmSetting, plainKey, plainSetting } from './helm-setting.rules.js';
import { eachNamed, namedSettings } from './named.settings.js';
import { underNewNames } from './old-setting.rules.js';

const selectorPrefix = 'nodeSelector.';

/** Settings that have no field of their own, and that the extension's documentation names. */
const unfielded = ['internalLoadBalancerProvider'];

/**
 * `configurationSettings`: every value is text, flags are True and False (docs/azure-facts.md#cluster-extensions), the
 * keys of maps are escaped as helm wants them, and nothing goes under an old name beside today's.
 */
export function configurationSettings({
  settings,
  extraSettings,
}: Configured): Record<string, string> {
  const extra = Object.entries(underNewNames(extraSettings));
  const selectors = Object.entries(settings.nodeSelector);
  return {
    ...Object.fromEntries(extra.map(([name, value]) => [helmSetting(name), value])),
    ...eachNamed((one, name) => one.write(settings[name])),
    ...Object.fromEntries(
      selectors.map(([key, value]) => [selectorPrefix + escapeHelmKey(key), value]),
    ),
  };
}

/** Names that have a field of their own: they are no extra settings. */
export const isNamedSetting = (name: string): boolean =>
  name.startsWith(selectorPrefix) || name in namedSettings;

/** Every name that today's documentation knows, in its own spelling. */
export const knownSettings: readonly string[] = [
  ...Object.keys(namedSettings),
  'nodeSelector',
  ...unfielded,
];

/** What a map of ARM's, under old or today's names, says of the settings that have a field, and what else it holds. */
export function readSettings(map: Readonly<Record<string, string>>): {
  settings: Partial<ExtensionSettings>;
  extraSettings: Record<string, string>;
} {
  const found = underNewNames(map);
  const named = eachNamed(({ read }, name) =>
    found[name] === undefined ? undefined : read(found[name]),
  ) as Partial<ExtensionSettings>;
  const selected = Object.entries(found).filter(([name]) => name.startsWith(selectorPrefix));
  const nodeSelector = Object.fromEntries(
    selected.map(([name, value]) => [plainKey(name.slice(selectorPrefix.length)), value]),
  );
  const extra = Object.entries(found).filter(([name]) => !isNamedSetting(name));
  return {
    settings: { ...named, ...(selected.length > 0 && { nodeSelector }) },
    extraSettings: Object.fromEntries(extra.map(([name, value]) => [plainSetting(name), value])),
  };
}
