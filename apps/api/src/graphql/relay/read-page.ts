import { GraphQLError } from 'graphql';
import type { RequestContext } from '#libs/verbs';
import { inTurns } from '../../cost/give-way.js';
import type { Page } from '../../reads/pages/keyset.js';
import { keyIn, noCursorOf, toCursor, wrongSize, type List } from '../../reads/pages/list.js';
import type { ConnectionOf } from './node.types.js';

export interface PageArguments {
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}

export const badInput = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });

export const operationList: List = { name: 'operations', key: 'id' };
export const auditList: List = { name: 'auditEvents', key: 'number' };
export const resourceList = (name: string): List => ({ name, key: 'id' });

/** Exactly one of first and last, 1 to 100; cursors decoded to the keys they hold. Throws BAD_USER_INPUT. */
export function readPageArguments(list: List, { first, last, after, before }: PageArguments): Page {
  const message = wrongSize(first, last);
  if (message !== undefined) throw badInput(message);
  const page: Page = {};
  if (typeof first === 'number') page.first = first;
  if (typeof last === 'number') page.last = last;
  const [behind, ahead] = [fromCursor(list, 'after', after), fromCursor(list, 'before', before)];
  if (behind !== undefined) page.after = behind;
  if (ahead !== undefined) page.before = ahead;
  return page;
}

function fromCursor(
  list: List,
  argument: string,
  cursor: string | null | undefined,
): string | undefined {
  if (cursor === null || cursor === undefined) return undefined;
  const key = keyIn(list, cursor);
  if (key === undefined) throw badInput(`${argument} ${noCursorOf(list)}`);
  return key;
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
