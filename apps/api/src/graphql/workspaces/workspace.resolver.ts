import { Args, Context, Info, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { GraphqlContext } from '../../context/graphql-context.js';
import { ComputeConnection } from '../computes/compute.connection.js';
import { Pages } from '../pages.js';
import type { PresentedResource } from '../presented-resource.js';
import { pageArgs } from '../relay/node.types.js';
import { WorkspaceObject } from './workspace.types.js';

const first = pageArgs.first;
const after = pageArgs.after;

@Resolver(() => WorkspaceObject)
export class WorkspaceResolver {
  constructor(private readonly pages: Pages) {}

  @ResolveField('computes', () => ComputeConnection, { description: 'The computes in it.' })
  computes(
    @Context() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
    @Parent() workspace: PresentedResource,
    @Args(first) first: number | null,
    @Args(after) after: string | null,
  ) {
    return this.pages.computes(context, info, { parentId: workspace.rowId }, { first, after });
  }
}
