import { GraphQLError } from 'graphql';
import type { ConnectionOf } from './node.types.js';

export interface PageArguments {
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}

export interface Page {
  first?: number;
  last?: number;
  after?: string;
  before?: string;
}

const badInput = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });

/** What the cursors of a list hold. */
const keys = {
  id: /^c:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i,
  number: /^c:(\d{1,9})$/,
};

/** Exactly one of first and last, 1 to 100; cursors decoded to the keys they hold. Throws BAD_USER_INPUT. */
export function readPageArguments(
  { first, last, after, before }: PageArguments,
  key: keyof typeof keys = 'id',
): Page {
  const given = [first, last].filter((count) => count !== null && count !== undefined);
  const [size] = given;
  if (given.length !== 1 || size === undefined)
    throw badInput('Give first or last, 1 to 100, and not both.');
  if (size < 1 || size > 100) throw badInput(`first and last are 1 to 100, not ${size}.`);
  return {
    ...(first === null || first === undefined ? { last: size } : { first: size }),
    ...(isGiven(after) && { after: fromCursor('after', after, key) }),
    ...(isGiven(before) && { before: fromCursor('before', before, key) }),
  };
}

export const toCursor = (key: string | number): string =>
  Buffer.from(`c:${key}`).toString('base64url');

const isGiven = (cursor: string | null | undefined): cursor is string =>
  cursor !== null && cursor !== undefined;

function fromCursor(argument: string, cursor: string, key: keyof typeof keys): string {
  const [, held] = keys[key].exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (held !== undefined) return held;
  throw badInput(`${argument} is no cursor of this list: pass an endCursor or startCursor of it.`);
}

/** Rows as a connection. */
export function connectionOf<R, T>(
  page: { rows: readonly R[]; hasNextPage: boolean; hasPreviousPage: boolean },
  keyOf: (row: R) => string | number,
  show: (row: R) => T,
): ConnectionOf<T> {
  const nodes = page.rows.map(show);
  const cursorAt = (index: number): string | null => {
    const row = page.rows.at(index);
    return row === undefined ? null : toCursor(keyOf(row));
  };
  return {
    nodes,
    get edges() {
      return page.rows.map((row, index) => ({
        node: nodes[index] as T,
        cursor: toCursor(keyOf(row)),
      }));
    },
    pageInfo: {
      hasNextPage: page.hasNextPage,
      hasPreviousPage: page.hasPreviousPage,
      startCursor: cursorAt(0),
      endCursor: cursorAt(-1),
    },
  };
}
