import { z } from 'zod';
import { costTagInput, optional as optionalField } from '#libs/verbs';
import { err, ok, type DomainError, type Result } from '#libs/kernel';

/** The parsed input, or every problem with the path of its field. Nothing is written where it refuses. */
export function parseInput<S extends z.ZodType>(
  schema: S,
  input: unknown,
): Result<z.infer<S>, readonly DomainError[]> {
  const parsed = schema.safeParse(input);
  return parsed.success ? ok(parsed.data) : err(parsed.error.issues.map(refusalOf));
}

const refusalOf = (issue: z.core.$ZodIssue): DomainError => ({
  code: 'INVALID_INPUT',
  message: issue.message,
  field: ['input', ...issue.path.map(String)],
});

/** A row's id. One that is none finds nothing, like one that is not there. */
export const rowIdSchema = z.string().max(200);

/** Absent and null are one: GraphQL clients send either. */
export const optional = <S extends z.ZodType>(schema: S) =>
  schema.nullish().transform((value): z.infer<S> | null => value ?? null);

/** Off where it is absent or null. */
export const flag = z
  .boolean()
  .nullish()
  .transform((on) => on ?? false);

export const costTagListSchema = z
  .array(z.object({ key: z.string().max(2048), value: z.string().max(2048) }))
  .max(200);

export const costTagsSchema = costTagListSchema.nullish().transform((tags) => tags ?? []);

export const idempotencyKeySchema = optional(z.guid('must be a UUID'));
export const ifMatchSchema = optional(z.string().max(64));

/** Tags of what is made, over the defaults of its team. */
export const newCostTags = z
  .array(costTagInput)
  .max(200)
  .prefault([])
  .describe('Cost tags over the defaults of the team.');

/** All the tags that something shall have from now on. */
export const allCostTags = z.array(costTagInput).max(200);

export const ifMatchField = optionalField(z.string().max(64)).describe('The etag you read.');
