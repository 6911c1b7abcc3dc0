import { z } from 'zod';
import { tagsSchema } from '../tags.js';
import type { DependencyBody } from './dependency-type.js';

/** Drops what is null, as if it were absent, and what only Azure writes. */
const given = (properties: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(properties).filter(
      ([name, value]) => value !== undefined && value !== null && name !== 'provisioningState',
    ),
  );

interface Wanted {
  kind?: z.ZodType<string | undefined>;
  sku?: z.ZodType<Record<string, unknown> | undefined>;
  properties?: z.ZodType<object | null | undefined>;
}

const anything = z.looseObject({});

/** The envelope that all of them share, with what a type wants of it beside `location`. */
export const dependencyBody = (wanted: Wanted): z.ZodType<DependencyBody> =>
  z.object({
    location: z.string().min(1),
    tags: tagsSchema,
    kind: wanted.kind ?? z.string().optional(),
    sku: wanted.sku ?? anything.optional(),
    identity: anything.nullish().transform((identity) => identity ?? undefined),
    properties: (wanted.properties ?? anything.nullish()).transform((properties) =>
      given(properties ?? {}),
    ),
  });

/** A PATCH: what is named is merged, one level deep. */
export const patchDependencySchema = z.object({
  tags: tagsSchema,
  properties: anything.nullish().transform((properties) => given(properties ?? {})),
});
