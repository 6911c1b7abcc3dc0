import { Args, Context, Info, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { GraphqlContext } from '../../context/graphql-context.js';
import { pageArgs } from '../relay/node.types.js';
import { ResourceReads } from '../resource/resource-reads.js';
import { ResourceGroupConnection } from './resource-group.connection.js';
import { ResourceGroupObject } from './resource-group.types.js';

const first = pageArgs.first;
const after = pageArgs.after;

@Resolver(() => ResourceGroupObject)
export class ResourceGroupResolver extends ResourceReads {
  @Query(() => ResourceGroupConnection, {
    description: 'Resource groups you may see, newest first.',
  })
  resourceGroups(
    @Context() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
    @Args(first) first: number | null,
    @Args(after) after: string | null,
  ) {
    return this.page(context, ['RESOURCE_GROUP'], { first, after }, {}, info);
  }
}
