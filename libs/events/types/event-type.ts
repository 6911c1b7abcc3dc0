import { z } from 'zod';

/** What an event happens to, as its global id names it. */
export const subjectTypes = ['Operation', 'Compute', 'Principal', 'EntraGroup', 'ApiKey'] as const;
export type SubjectType = (typeof subjectTypes)[number];

/** Something that can happen, defined once: whoever is told of it is told of it so. */
export interface EventType {
  /** Past tense, e.g. `operation.succeeded`. */
  type: string;
  /** A sentence for clients. */
  summary: string;
  /** What it can happen to, `Compute` for any kind of one; none: the audit trail, which is one. */
  subjects: readonly SubjectType[];
  /** What it says beyond that. */
  data: z.ZodObject;
}

/** Types of one noun that say the same things. */
export const typesOf = (
  noun: string,
  subjects: EventType['subjects'],
  data: z.ZodObject,
  summaries: Readonly<Record<string, string>>,
): EventType[] =>
  Object.entries(summaries).map(([what, summary]) => ({
    type: `${noun}.${what}`,
    summary,
    subjects,
    data,
  }));

/** A global id of one of these types; of any where none is named. */
export const idSchema = z
  .string()
  .regex(/^[\w-]+$/)
  .describe('Opaque global id.');

export const named = z.strictObject({
  id: idSchema,
  name: z.string().describe('What it is called.'),
});

export const by = named.describe('Who did it, by the name of then.');
