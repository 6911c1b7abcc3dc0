import { z } from 'zod';
import { eachNamed, type namedSettings, type NamedSettings } from './named.settings.js';

export const settingsMap = z.record(z.string().max(200), z.string().max(4_000));

const namedShape = eachNamed(({ asked }) => asked) as {
  [Name in keyof NamedSettings]: (typeof namedSettings)[Name]['asked'];
};

/** The settings that have a field of their own. */
export const extensionSettingsSchema = z.object({
  ...namedShape,
  nodeSelector: z.record(z.string().max(400), z.string().max(100)),
});
export type ExtensionSettings = z.infer<typeof extensionSettingsSchema>;

/** All settings as they are asked for. */
export interface Configured {
  settings: ExtensionSettings;
  extraSettings: Record<string, string>;
}

/** What Azure uses where nothing is said. */
export const defaultSettings = (enableTraining: boolean): ExtensionSettings => ({
  ...(eachNamed(({ unsaid }) => unsaid(enableTraining)) as NamedSettings),
  nodeSelector: {},
});
