import { z } from 'zod';
import { customApplicationSchema, setupScriptSchema } from '#libs/resources';
import { optional } from './parse-input.js';

const { arguments: words, timeout } = setupScriptSchema.shape;

const scriptInputSchema = setupScriptSchema.extend({
  arguments: optional(words.unwrap()),
  timeout: optional(timeout.unwrap()),
});

/** Setup scripts as clients write them: what may be left out is null. */
export const setupScriptsInputSchema = z.object({
  creationScript: optional(scriptInputSchema),
  startupScript: optional(scriptInputSchema),
});

const { environment, mounts } = customApplicationSchema.shape;

/** Custom applications as clients write them: what may be left out is empty. */
export const customApplicationsInputSchema = z
  .array(
    customApplicationSchema.extend({
      environment: environment.nullish().transform((variables) => variables ?? []),
      mounts: mounts.nullish().transform((list) => list ?? []),
    }),
  )
  .max(50);
