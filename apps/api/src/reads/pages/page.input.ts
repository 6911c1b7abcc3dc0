import { z } from 'zod';
import { optional } from '#libs/verbs';
import { given } from './given.js';
import type { Page } from './keyset.js';
import { keyIn, noCursorOf, wrongSize, type List } from './list.js';

/** Another size is refused in words of its own, by the list. */
const size = optional(z.int().meta({ minimum: 1, maximum: 100 }));

const cursorOf = (list: List) =>
  optional(
    z.string().transform((text, context) => {
      const key = keyIn(list, text);
      if (key !== undefined) return key;
      context.addIssue({ code: 'custom', message: noCursorOf(list) });
      return z.NEVER;
    }),
  );

/** The input of a list: how much of it, from where, and what else it takes. */
export const pageInput = <F extends z.core.$ZodLooseShape>(list: List, fields: F) =>
  z
    .strictObject({
      first: size.describe('How many from the start, 1 to 100.'),
      after: cursorOf(list).describe('Cursor to go on behind.'),
      ...fields,
    })
    .superRefine((input, context) => {
      const { first, last } = input as Bounds;
      const wrong = wrongSize(first, last);
      if (wrong) context.addIssue({ code: 'custom', message: wrong.message, path: [wrong.field] });
    });

/** For lists that can also be read from their end. */
export const fromTheEnd = (list: List) => ({
  last: size.describe('How many from the end, 1 to 100.'),
  before: cursorOf(list).describe('Cursor to stop before.'),
});

interface Bounds {
  first: number | null;
  last?: number | null;
}

/** The page that a parsed input asks for. */
export const pageIn = ({
  first,
  after,
  last = null,
  before = null,
}: Bounds & { after: string | null; before?: string | null }): Page =>
  given({ first, after, last, before });
