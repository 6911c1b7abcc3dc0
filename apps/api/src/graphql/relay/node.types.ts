import { Field, ID, Int, InterfaceType, ObjectType } from '@nestjs/graphql';
import type { Type } from '@nestjs/common';
import { describedEnum } from '../described-enum.js';

@InterfaceType('Node', {
  description: 'Anything with an opaque id of its own.',
  resolveType: (value: { __typename: string }) => value.__typename,
})
export abstract class NodeObject {
  declare __typename: string;
  @Field(() => ID, { description: 'Opaque global id.' })
  id: string;
}

@ObjectType('PageInfo', { description: 'Where a page stands among its neighbours.' })
export class PageInfo {
  @Field({ description: 'Whether there is more behind the last edge.' })
  hasNextPage: boolean;
  @Field({ description: 'Whether there is more before the first edge.' })
  hasPreviousPage: boolean;
  @Field(() => String, { nullable: true, description: 'Cursor of the first edge.' })
  startCursor: string | null;
  @Field(() => String, { nullable: true, description: 'Cursor of the last edge.' })
  endCursor: string | null;
}

export const CountPrecision = describedEnum('CountPrecision', 'What a count can be taken for.', {
  EXACT: 'So many there were when it was asked for.',
  ESTIMATE: 'More than 10,000, which are not counted one by one: about so many.',
});

@ObjectType('TotalCount', { description: 'How many a list has in all.' })
export class TotalCountObject {
  @Field(() => Int, { description: 'How many.' })
  count: number;
  @Field(() => CountPrecision, { description: 'Whether they were counted.' })
  precision: 'EXACT' | 'ESTIMATE';
}

type Later<T> = T | Promise<T>;

export interface ConnectionOf<T> {
  edges: Later<{ node: T; cursor: string }>[];
  nodes: Later<T>[];
  pageInfo: PageInfo;
  totalCount: Later<TotalCountObject>;
}

/** The Relay connection of a type. */
export function connectionType<T>(
  name: string,
  node: () => Type<T> | object,
): Type<ConnectionOf<T>> {
  @ObjectType(`${name}Edge`, { description: `A ${name} and its place in the page.` })
  class Edge {
    @Field(() => node() as Type<T>, { description: 'What stands here.' })
    node: T;
    @Field({ description: 'Opaque and stable: pass it as after or before.' })
    cursor: string;
  }
  @ObjectType(`${name}Connection`, { description: `A page of ${name}.` })
  class Connection {
    @Field(() => [Edge], { description: 'The page with a cursor each.' })
    edges: Edge[];
    @Field(() => [node() as Type<T>], { description: 'The page without cursors.' })
    nodes: T[];
    @Field(() => PageInfo, { description: 'Where the page stands.' })
    pageInfo: PageInfo;
    @Field(() => TotalCountObject, {
      description:
        'How many there are in all that the filter lets through; a statement of its own.',
    })
    totalCount: TotalCountObject;
  }
  return Connection;
}

export const pageArgs = {
  first: {
    name: 'first',
    type: () => Int,
    nullable: true,
    description: 'How many from the start, 1 to 100.',
  },
  last: {
    name: 'last',
    type: () => Int,
    nullable: true,
    description: 'How many from the end, 1 to 100.',
  },
  after: {
    name: 'after',
    type: () => String,
    nullable: true,
    description: 'Cursor to go on behind.',
  },
  before: {
    name: 'before',
    type: () => String,
    nullable: true,
    description: 'Cursor to stop before.',
  },
} as const;
