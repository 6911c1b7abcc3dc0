import { Inject } from '@nestjs/common';
import {
  Args,
  Context,
  Field,
  ID,
  Info,
  InputType,
  Parent,
  Query,
  ResolveField,
  Resolver,
} from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { visibleTeams } from '#libs/tenants';
import { apiDependencies, type ApiDependencies } from '../../dependencies.js';
import type { GraphqlContext } from '../../context/graphql-context.js';
import { readResources } from '../../reads/read-resources.repository.js';
import { ConnectivityStatus } from '../enums.js';
import { presentResource, type PresentedResource } from '../present.js';
import { findExtensions } from '../reader.js';
import { askedOfResources } from '../relay/asked-parts.js';
import { pageArgs } from '../relay/node.types.js';
import { connectionOf, readPageArguments, resourceList } from '../relay/read-page.js';
import { filterId } from '../relay/filter-id.js';
import { filterName } from '../relay/filter-name.js';
import { ArcExtensionObject } from '../arc-extensions/arc-extension.types.js';
import { ConnectedClusterConnection } from './connected-cluster.connection.js';
import { ConnectedClusterObject } from './connected-cluster.types.js';

@InputType('ConnectedClusterFilter', { description: 'All that are named must hold.' })
export class ConnectedClusterFilter {
  @Field(() => ID, { nullable: true, description: 'The group that holds it.' })
  resourceGroupId: string | null;
  @Field(() => ID, { nullable: true, description: 'Whose group that is.' })
  teamId: string | null;
  @Field(() => ConnectivityStatus, { nullable: true, description: 'Whether it reaches Azure.' })
  connectivityStatus: string | null;
  @Field(() => String, { nullable: true, description: 'Part of the name, without case.' })
  nameContains: string | null;
}

@Resolver(() => ConnectedClusterObject)
export class ConnectedClusterResolver {
  constructor(@Inject(apiDependencies) private readonly deps: ApiDependencies) {}

  @Query(() => ConnectedClusterConnection, {
    description:
      'Kubernetes clusters that Azure Arc connects, and AKS clusters, in resource groups of your teams, newest first.',
  })
  async connectedClusters(
    @Context() { request }: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
    @Args(pageArgs.first) first: number | null,
    @Args(pageArgs.after) after: string | null,
    @Args('filter', {
      type: () => ConnectedClusterFilter,
      nullable: true,
      description: 'Which ones.',
    })
    filter: ConnectedClusterFilter | null,
  ) {
    const query = {
      visible: visibleTeams(request.actor),
      kinds: ['CONNECTED_CLUSTER'] as const,
      ...clusterQuery(filter),
      show: askedOfResources(info),
    };
    const list = resourceList(info.fieldName);
    const rows = await readResources(
      this.deps.database.pool,
      query,
      readPageArguments(list, { first, after }),
    );
    return connectionOf(request, list, rows, (row) => row.id, presentResource);
  }

  @ResolveField('extensions', () => [ArcExtensionObject], {
    description: 'What is installed on it.',
  })
  extensions(@Context() context: GraphqlContext, @Parent() cluster: PresentedResource) {
    return findExtensions(this.deps, context, cluster.rowId);
  }
}

function clusterQuery(filter: ConnectedClusterFilter | null) {
  const parentId = filterId('resourceGroupId', filter?.resourceGroupId, 'ResourceGroup');
  const teamId = filterId('teamId', filter?.teamId, 'Team');
  const nameContains = filterName(filter?.nameContains);
  const { connectivityStatus } = filter ?? {};
  return {
    ...(parentId !== undefined && { parentId }),
    ...(teamId !== undefined && { teamId }),
    ...(connectivityStatus && { connectivityStatus }),
    ...(nameContains !== undefined && { nameContains }),
  };
}
