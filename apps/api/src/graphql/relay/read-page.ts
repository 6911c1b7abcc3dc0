import { GraphQLError } from 'graphql';
import type { RequestContext } from '#libs/verbs';
import { inTurns } from '../../cost/give-way.js';
import { wordsOf } from '../catalogue/words-of.js';
import { newestFirst } from '../../reads/pages/order.js';
import type { TotalCount } from '../../reads/pages/count.js';
import type { Page, PageOf, Place } from '../../reads/pages/keyset.js';
import {
  cursorIn,
  isOf,
  noCursorOf,
  otherOrder,
  toCursor,
  wrongSize,
  type Cursor,
  type List,
} from '../../reads/pages/list.js';
import type { ConnectionOf, PageInfo } from './node.types.js';

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
export const apiKeyList: List = { name: 'apiKeys', key: 'id' };
export const computeList: List = { name: 'computes', key: 'id' };

/** Exactly one of first and last, 1 to 100; cursors decoded to the keys they hold. Throws BAD_USER_INPUT. */
export function readPageArguments(list: List, { first, last, after, before }: PageArguments): Page {
  const wrong = wrongSize(first, last);
  if (wrong) throw badInput(wordsOf({ message: wrong.message, field: [wrong.field] }));
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
): Cursor | undefined {
  if (cursor === null || cursor === undefined) return undefined;
  const place = cursorIn(list, cursor);
  if (place === undefined) throw badInput(`${argument} ${noCursorOf(list)}`);
  if (!isOf(place, newestFirst)) throw badInput(`${argument} ${otherOrder}`);
  return place;
}

/** Rows as a connection; what a row shows, and cursors, are worked out when GraphQL comes to them. */
export class RowConnection<R, T> implements ConnectionOf<T> {
  private readonly shown: T[] = [];

  constructor(
    private readonly request: RequestContext,
    private readonly list: List,
    private readonly page: PageOf<R>,
    private readonly placeOf: (row: R) => Place,
    private readonly show: (row: R) => T,
  ) {}

  get nodes() {
    return inTurns(this.request, this.page.rows.length, (index) => this.nodeAt(index));
  }

  get edges() {
    return inTurns(this.request, this.page.rows.length, (index) => ({
      node: this.nodeAt(index),
      cursor: this.cursorAt(index),
    }));
  }

  get pageInfo(): PageInfo {
    const { rows, hasNextPage, hasPreviousPage } = this.page;
    const [startCursor, endCursor] =
      rows.length > 0 ? [this.cursorAt(0), this.cursorAt(rows.length - 1)] : [null, null];
    return { hasNextPage, hasPreviousPage, startCursor, endCursor };
  }

  /** Counted only where it is asked for. */
  get totalCount(): Promise<TotalCount> {
    if (!this.page.count) throw new Error(`a page of ${this.list.name} cannot be counted`);
    return this.page.count();
  }

  private nodeAt(index: number): T {
    return (this.shown[index] ??= this.show(this.page.rows[index] as R));
  }

  private cursorAt(index: number): string {
    const { rows, order = newestFirst } = this.page;
    return toCursor(this.list, { order, ...this.placeOf(rows[index] as R) });
  }
}
