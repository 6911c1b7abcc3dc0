import { Args, Context, ID, Info, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { rowId } from '#libs/verbs';
import type { GraphqlContext } from '../../context/graphql-context.js';
import { ComputeConnection } from '../computes/compute.connection.js';
import type { ComputeFilter } from '../computes/compute.types.js';
import type { PresentedResource } from '../present.js';
import { findResource } from '../reader.js';
import { filterId } from '../relay/filter-id.js';
import { pageArgs } from '../relay/node.types.js';
import { computeKinds, computeQuery } from '../computes/compute-query.js';
import { ResourceReads } from '../resource/resource-reads.js';
import { WorkspaceConnection } from './workspace.connection.js';
import { WorkspaceFilter, WorkspaceObject } from './workspace.types.js';

const first = pageArgs.first;
const after = pageArgs.after;

@Resolver(() => WorkspaceObject)
export class WorkspaceResolver extends ResourceReads {
  @Query(() => WorkspaceConnection, { description: 'Workspaces you may see, newest first.' })
  workspaces(
    @Context() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
    @Args(first) first: number | null,
    @Args(after) after: string | null,
    @Args('filter', { type: () => WorkspaceFilter, nullable: true, description: 'Which ones.' })
    filter: WorkspaceFilter | null,
  ) {
    const { resourceGroupId, ...rest } = filter ?? {};
    const parentId = filterId('resourceGroupId', resourceGroupId, 'ResourceGroup');
    const query = { ...computeQuery(rest as ComputeFilter), ...(parentId && { parentId }) };
    return this.page(context, ['WORKSPACE'], { first, after }, query, info);
  }

  @Query(() => WorkspaceObject, {
    nullable: true,
    description: 'One workspace; null where you may see none.',
  })
  workspace(
    @Context() context: GraphqlContext,
    @Args('id', { type: () => ID, description: 'Its id.' }) id: string,
  ) {
    return findResource(this.deps, context, rowId(id, 'Workspace'), ['WORKSPACE']);
  }

  @ResolveField('computes', () => ComputeConnection, { description: 'The computes in it.' })
  computes(
    @Context() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
    @Parent() workspace: PresentedResource,
    @Args(first) first: number | null,
    @Args(after) after: string | null,
  ) {
    const query = { parentId: workspace.rowId };
    return this.page(context, computeKinds, { first, after }, query, info);
  }
}
