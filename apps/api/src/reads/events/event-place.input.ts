import { z } from 'zod';
import { optional } from '#libs/verbs';
import { cursorIn, isOf, type List } from '../pages/list.js';
import type { Order } from '../pages/order.js';

export const eventList: List = { name: 'events', key: 'long' };

/** A feed is read as it was written. */
export const oldestFirst: Order = { field: 'CREATED_AT', direction: 'ASC' };

/** As many digits as a bigint surely holds. */
const isNumber = (text: string): boolean => /^\d{1,18}$/.test(text);

/** The number behind which a text wants to go on, a number or a cursor; undefined for any other text. */
export function placeIn(text: string): string | undefined {
  if (isNumber(text)) return text;
  const cursor = cursorIn(eventList, text);
  return cursor && isOf(cursor, oldestFirst) ? cursor.key : undefined;
}

export const noPlace =
  'is no place in the feed: pass the sequence of an event, or a cursor of events.';

/** Where to go on in the feed: the number of an event, 0 for the start, or a cursor of it. */
export const afterEvent = optional(
  z.string().transform((text, context) => {
    const place = placeIn(text);
    if (place !== undefined) return place;
    context.addIssue({ code: 'custom', message: noPlace });
    return z.NEVER;
  }),
);
