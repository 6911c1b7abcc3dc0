import { z } from 'zod';
import { optional } from '#libs/verbs';
import type { Page } from './keyset.js';
import {
  cursorIn,
  isOf,
  noCursorOf,
  otherOrder,
  wrongSize,
  type Cursor,
  type List,
} from './list.js';
import { orderField, orderIn } from './order.js';

/** Another size is refused in words of its own, by the list. */
const size = optional(z.int().meta({ minimum: 1, maximum: 100 }));

const cursorOf = (list: List) =>
  optional(
    z.string().transform((text, context) => {
      const cursor = cursorIn(list, text);
      if (cursor !== undefined) return cursor;
      context.addIssue({ code: 'custom', message: noCursorOf(list) });
      return z.NEVER;
    }),
  );

/** The input of a list: how much of it, from where, in which order, and what else it takes. */
export const pageInput = <F extends z.core.$ZodLooseShape>(list: List, fields: F) =>
  z
    .strictObject({
      first: size.describe('How many from the start, 1 to 100.'),
      after: cursorOf(list).describe('Cursor to go on behind.'),
      ...fields,
      orderBy: orderField(list.hasNames === true),
    })
    .superRefine((input, context) => {
      for (const { field, message } of wrongIn(input as unknown as Bounds))
        context.addIssue({ code: 'custom', message, path: [field] });
    });

/** For lists that can also be read from their end. */
export const fromTheEnd = (list: List) => ({
  last: size.describe('How many from the end, 1 to 100.'),
  before: cursorOf(list).describe('Cursor to stop before.'),
});

interface Bounds {
  first: number | null;
  after: Cursor | null;
  last?: number | null;
  before?: Cursor | null;
  orderBy: Parameters<typeof orderIn>[0];
}

function wrongIn({ first, last, after, before, orderBy }: Bounds) {
  const order = orderIn(orderBy);
  const size = wrongSize(first, last);
  const cursors = Object.entries({ after, before }).flatMap(([field, cursor]) =>
    cursor && !isOf(cursor, order) ? [{ field, message: otherOrder }] : [],
  );
  return [...(size ? [size] : []), ...cursors];
}

/** The page that a parsed input asks for. */
export const pageIn = ({ first, after, last, before, orderBy }: Bounds): Page => ({
  order: orderIn(orderBy),
  ...(typeof first === 'number' && { first }),
  ...(typeof last === 'number' && { last }),
  ...(after && { after }),
  ...(before && { before }),
});
