import { isUuid } from '#libs/kernel';
import type { Place } from './keyset.js';
import { newestFirst, type Order } from './order.js';

/** What the cursors of a list hold beside its name. */
const keys = {
  id: isUuid,
  number: (text: string): boolean => /^\d{1,9}$/.test(text),
  /** As many digits as a bigint surely holds. */
  long: (text: string): boolean => /^\d{1,18}$/.test(text),
};

/** A list by the field that answers it: its cursors are of no use to another. */
export interface List {
  name: string;
  key: keyof typeof keys;
  /** Where its entries can be put in the order of their names. */
  hasNames?: true;
}

/** A place in a list, in one order of it. */
export interface Cursor extends Place {
  order: Order;
}

const sameOrder = (one: Order, other: Order): boolean =>
  one.field === other.field && one.direction === other.direction;

/** The usual order goes without saying. */
const headOf = ({ name }: List, order: Order): string =>
  sameOrder(order, newestFirst) ? name : `${name} ${order.field} ${order.direction}`;

export function toCursor(list: List, { order, key, name }: Cursor): string {
  const parts = [headOf(list, order), key, ...(order.field === 'NAME' ? [name ?? ''] : [])];
  return Buffer.from(parts.join(':')).toString('base64url');
}

const orders: readonly Order[] = [
  newestFirst,
  { field: 'CREATED_AT', direction: 'ASC' },
  { field: 'NAME', direction: 'ASC' },
  { field: 'NAME', direction: 'DESC' },
];

/** What a cursor of the list holds; undefined for any other text. */
export function cursorIn(list: List, text: string): Cursor | undefined {
  const [head, key = '', ...rest] = Buffer.from(text, 'base64url').toString().split(':');
  const order = orders.find((one) => headOf(list, one) === head);
  if (!order || !keys[list.key](key)) return undefined;
  return order.field === 'NAME' ? { order, key, name: rest.join(':') } : { order, key };
}

export const isOf = ({ order }: Cursor, other: Order): boolean => sameOrder(order, other);

export const noCursorOf = ({ name }: List): string =>
  `is no cursor of ${name}: pass an endCursor or startCursor of it.`;

export const otherOrder =
  'is a cursor of another order: pass one of a page with the same orderBy, or begin anew.';

/** What is wrong with the size of a page, and the field that says it; undefined where nothing is. */
export function wrongSize(
  first: number | null | undefined,
  last: number | null | undefined,
): { field: 'first' | 'last'; message: string } | undefined {
  const field = typeof last === 'number' ? 'last' : 'first';
  const size = first ?? last ?? undefined;
  if (size === undefined || (typeof first === 'number' && typeof last === 'number'))
    return { field, message: 'Give first or last, 1 to 100, and not both.' };
  return size < 1 || size > 100 ? { field, message: `is 1 to 100, not ${size}.` } : undefined;
}
