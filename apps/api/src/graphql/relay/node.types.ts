import { Field, ID, Int, InterfaceType, ObjectType } from '@nestjs/graphql';
import type { Type } from '@nestjs/common';

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

type Later<T> = T | Promise<T>;

export interface ConnectionOf<T> {
  edges: Later<{ node: T; cursor: string }>[];
  nodes: Later<T>[];
  pageInfo: PageInfo;
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
