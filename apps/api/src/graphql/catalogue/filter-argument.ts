import { z } from 'zod';
import type { ReturnTypeFuncValue } from '@nestjs/graphql';
import { optional, withFoundIds, type FindIds } from '#libs/verbs';
import { badInput } from '../relay/read-page.js';
import { shapeOf } from './shape-of.js';
import { typeOf } from './type-of.js';
import { wordsOf } from './words-of.js';

/** The argument `filter` of a subscription, whose type is made from this schema. */
export function filterArgument(schema: z.ZodType) {
  const type = typeOf(shapeOf(schema, 'filter', 'input')) as ReturnTypeFuncValue;
  return { type: () => type, nullable: true, description: 'Which ones.' };
}

/** What clients give as `filter`, parsed; null where nothing is. Rejects with BAD_USER_INPUT by the field that is wrong. */
export async function readFilter<S extends z.ZodType>(
  schema: S,
  filter: unknown,
  findIds: FindIds,
): Promise<z.output<S> | null> {
  const input = z.strictObject({ filter: optional(schema) });
  const parsed = input.safeParse(await withFoundIds(input, { filter }, findIds));
  if (parsed.success) return parsed.data.filter;
  const [issue] = parsed.error.issues;
  throw badInput(wordsOf({ message: issue?.message ?? '', field: issue?.path.map(String) }));
}
