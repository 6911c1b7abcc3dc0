import { z } from 'zod';
import { desiredSchema, observedSchema } from '#libs/resources';
import { extensionSettings } from './arc-extension.settings.js';

/** `resource.desired` of an ARC_EXTENSION. */
export const arcExtensionDesiredSchema = desiredSchema(extensionSettings);
export type ArcExtensionDesired = z.infer<typeof arcExtensionDesiredSchema>;

/** `resource.observed` of an ARC_EXTENSION: what ARM last answered. */
export const arcExtensionObservedSchema = observedSchema(extensionSettings, {
  configurationSettings: z.record(z.string(), z.string()),
  /** Who keeps it, where somebody else does: the ARM id of what manages it, or `Azure` for one of the system's own. */
  keeper: z.string().nullish(),
});
export type ArcExtensionObserved = z.infer<typeof arcExtensionObservedSchema>;
