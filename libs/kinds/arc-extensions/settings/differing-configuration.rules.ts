import { differing, withoutCase, type IgnoredField } from '#libs/resources';
import { defaultSettings, type Configured } from './extension-settings.schema.js';
import { configurationSettings } from './extension-settings.rules.js';
import { plainSetting } from './helm-setting.rules.js';
import { underNewNames } from './old-setting.rules.js';

/** Settings that ARM answers otherwise than asked, named ones and others. Protected settings cannot be compared. */
export function differingConfiguration(
  desired: Configured,
  standing: Readonly<Record<string, string>>,
): IgnoredField[] {
  const asked = configurationSettings(desired);
  const found = underNewNames(standing);
  return Object.entries(asked).flatMap(([name, value]) =>
    differing<string | null>(
      `settings.${plainSetting(name)}`,
      value,
      found[name] ?? defaultOf(name, asked),
      withoutCase,
    ),
  );
}

/** What Azure uses where a setting is not said. */
const defaultOf = (name: string, asked: Readonly<Record<string, string>>): string | null => {
  const settings = defaultSettings(asked['enableTraining'] === 'True');
  const defaults = configurationSettings({ settings, extraSettings: {} });
  return { ...defaults, enableTraining: 'False' }[name] ?? null;
};
