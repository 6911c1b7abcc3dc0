import { z } from 'zod';
import { durationSchema } from '#libs/kernel';

/** The text itself, or where it lies in the workspace's file share. */
export const scriptSourceSchema = z.union([
  z.object({ text: z.string().max(60_000) }),
  z.object({ path: z.string().max(1_024) }),
]);
export type ScriptSource = z.infer<typeof scriptSourceSchema>;

export const setupScriptSchema = z.object({
  source: scriptSourceSchema,
  arguments: z.string().max(4_096).nullable(),
  timeout: durationSchema.nullable(),
});
export type SetupScript = z.infer<typeof setupScriptSchema>;

/** `creationScript` runs once, `startupScript` at every start (docs/azure-facts.md#compute-instances). */
export const setupScriptsSchema = z.object({
  creationScript: setupScriptSchema.nullable(),
  startupScript: setupScriptSchema.nullable(),
});
export type SetupScripts = z.infer<typeof setupScriptsSchema>;
