import { z } from 'zod';

const limits = { count: 50, nameLength: 512, valueLength: 256 };

/** Tags as ARM takes them (docs/azure-facts.md#common-rules): null counts as none. */
export const tagsSchema = z
  .record(
    z
      .string()
      .max(limits.nameLength)
      .regex(/^[^<>%&\\?/]*$/, 'must not contain < > % & \\ ? /'),
    z.string().max(limits.valueLength),
  )
  .refine((tags) => Object.keys(tags).length <= limits.count, `at most ${limits.count} tags`)
  .refine(
    (tags) =>
      new Set(Object.keys(tags).map((name) => name.toLowerCase())).size ===
      Object.keys(tags).length,
    'tag names must differ in more than case',
  )
  .nullish()
  .transform((tags) => tags ?? undefined);

export type Tags = Record<string, string>;
