import { z } from 'zod';
import { ArmRefusal } from '../arm-error.js';
import { identitySchema } from '../managed-identity.js';
import { tagsSchema } from '../tags.js';
import { clusterSchema, scaleSettingsSchema } from './aml-compute/cluster.schema.js';

/** As the document of 2025-06-01 has it (docs/azure-facts.md#names). */
const namePattern = /^[a-zA-Z](?![a-zA-Z0-9-]*-\d+$)[a-zA-Z0-9-]{2,23}$/;

/** What every PUT of a compute has, whatever its type. */
export const computeEnvelopeSchema = z.object({
  properties: z.object({ computeType: z.string() }),
});

export const putComputeSchema = z.object({
  location: z.string().nullish(),
  tags: tagsSchema,
  sku: z.looseObject({ name: z.string() }).nullish(),
  identity: identitySchema,
  properties: z.object({
    computeType: z.string(),
    computeLocation: z.string().nullish(),
    description: z.string().nullish(),
    disableLocalAuth: z.boolean().nullish(),
    properties: clusterSchema.nullish().transform((properties) => properties ?? {}),
  }),
});
export type RequestedCompute = z.infer<typeof putComputeSchema>;

export const patchComputeSchema = z.object({
  properties: z.object({ properties: z.object({ scaleSettings: scaleSettingsSchema }) }),
});

export function checkComputeName(name: string): void {
  if (!namePattern.test(name))
    throw new ArmRefusal(400, {
      code: 'UserError',
      message: `The compute name '${name}' is invalid. It can include letters, digits and dashes, must start with a letter, be 3 to 24 characters long, and must not end in a dash and digits.`,
      target: 'name',
    });
}
