import { isUuid } from '#libs/kernel';

/** What the cursors of a list hold beside its name. */
const keys = {
  id: isUuid,
  number: (text: string): boolean => /^\d{1,9}$/.test(text),
};

/** A list by the field that answers it: its cursors are of no use to another. */
export interface List {
  name: string;
  key: keyof typeof keys;
}

export const toCursor = ({ name }: List, key: string | number): string =>
  Buffer.from(`${name}:${key}`).toString('base64url');

/** The key that a cursor of the list holds; undefined for any other text. */
export function keyIn({ name, key }: List, cursor: string): string | undefined {
  const [list, held = ''] = Buffer.from(cursor, 'base64url').toString().split(':', 2);
  return list === name && keys[key](held) ? held : undefined;
}

export const noCursorOf = ({ name }: List): string =>
  `is no cursor of ${name}: pass an endCursor or startCursor of it.`;

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
