import { GraphQLError } from 'graphql';
import { isUuid } from '#libs/kernel';
import type { RequestContext } from '#libs/verbs';
import { inTurns } from '../../cost/give-way.js';
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

export const badInput = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });

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

export const operationList: List = { name: 'operations', key: 'id' };
export const auditList: List = { name: 'auditEvents', key: 'number' };
export const resourceList = (name: string): List => ({ name, key: 'id' });

/** Exactly one of first and last, 1 to 100; cursors decoded to the keys they hold. Throws BAD_USER_INPUT. */
export function readPageArguments(list: List, { first, last, after, before }: PageArguments): Page {
  const given = [first, last].filter((count) => count !== null && count !== undefined);
  const [size] = given;
  if (given.length !== 1 || size === undefined)
    throw badInput('Give first or last, 1 to 100, and not both.');
  if (size < 1 || size > 100) throw badInput(`first and last are 1 to 100, not ${size}.`);
  return {
    ...(first === null || first === undefined ? { last: size } : { first: size }),
    ...(isGiven(after) && { after: fromCursor(list, 'after', after) }),
    ...(isGiven(before) && { before: fromCursor(list, 'before', before) }),
  };
}

const toCursor = ({ name }: List, key: string | number): string =>
  Buffer.from(`${name}:${key}`).toString('base64url');

/** Whether a client gave a text, be it the empty one. */
export const isGiven = (text: string | null | undefined): text is string =>
  text !== null && text !== undefined;

function fromCursor({ name, key }: List, argument: string, cursor: string): string {
  const [list, held = ''] = Buffer.from(cursor, 'base64url').toString().split(':', 2);
  if (list === name && keys[key](held)) return held;
  throw badInput(`${argument} is no cursor of ${name}: pass an endCursor or startCursor of it.`);
}

/** Rows as a connection; what a row shows is worked out when GraphQL comes to it. */
export function connectionOf<R, T>(
  request: RequestContext,
  list: List,
  page: { rows: readonly R[]; hasNextPage: boolean; hasPreviousPage: boolean },
  keyOf: (row: R) => string | number,
  show: (row: R) => T,
): ConnectionOf<T> {
  const { rows } = page;
  const shown = new Map<number, T>();
  const nodeAt = (index: number): T => {
    const node = shown.get(index) ?? show(rows[index] as R);
    shown.set(index, node);
    return node;
  };
  const cursorAt = (index: number): string | null => {
    const row = page.rows.at(index);
    return row === undefined ? null : toCursor(list, keyOf(row));
  };
  return {
    get nodes() {
      return inTurns(request, rows.length, nodeAt);
    },
    get edges() {
      return inTurns(request, rows.length, (index) => ({
        node: nodeAt(index),
        cursor: toCursor(list, keyOf(rows[index] as R)),
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
