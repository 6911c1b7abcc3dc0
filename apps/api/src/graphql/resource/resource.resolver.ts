import { Inject } from '@nestjs/common';
import { Args, Context, ID, Info, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { visibleTeams } from '#libs/tenants';
import type { ResourceKind } from '#libs/resources';
import { apiDependencies, type ApiDependencies } from '../../dependencies.js';
import type { GraphqlContext } from '../../context/graphql-context.js';
import { readAudit } from '../../reads/read-audit.repository.js';
import { readOperations } from '../../reads/read-operations.repository.js';
import type { OperationShow } from '../../reads/shown.js';
import { readResources, type ResourceQuery } from '../../reads/read-resources.repository.js';
import { AuditEventConnection } from '../audit/audit.connection.js';
import { ComputeConnection } from '../compute/compute.connection.js';
import { ComputeClusterObject, ComputeFilter, ComputeObject } from '../compute/compute.types.js';
import { OperationConnection } from '../operation/operation.connection.js';
import {
  presentAudit,
  presentOperation,
  presentResource,
  type PresentedResource,
} from '../present.js';
import { TeamObject } from '../principal/principal.types.js';
import { findResource } from '../reader.js';
import { askedOfOperations, askedOfResources } from '../relay/asked-parts.js';
import { filterId } from '../relay/filter-id.js';
import { rowId } from '#libs/verbs';
import { pageArgs } from '../relay/node.types.js';
import {
  auditList,
  connectionOf,
  operationList,
  readPageArguments,
  resourceList,
  type PageArguments,
} from '../relay/read-page.js';
import { computeKinds, computeKindsOf, computeQuery } from './compute-query.js';
import { ResourceGroupConnection, WorkspaceConnection } from './resource.connection.js';
import { ResourceGroupObject, WorkspaceFilter, WorkspaceObject } from './resource.types.js';

const first = pageArgs.first;
const after = pageArgs.after;

abstract class ResourceReads {
  constructor(@Inject(apiDependencies) protected readonly deps: ApiDependencies) {}

  protected async page(
    { request }: GraphqlContext,
    kinds: readonly ResourceKind[],
    args: PageArguments,
    query: Partial<ResourceQuery>,
    info: GraphQLResolveInfo,
  ) {
    const list = resourceList(info.fieldName);
    const rows = await readResources(
      this.deps.database.pool,
      {
        visible: visibleTeams(request.actor),
        kinds,
        ...query,
        show: askedOfResources(info),
      },
      readPageArguments(list, args),
    );
    return connectionOf(request, list, rows, (row) => row.id, presentResource);
  }

  protected async operationsOf(
    { request }: GraphqlContext,
    target: PresentedResource,
    args: PageArguments,
    show: OperationShow,
  ) {
    const query = { visible: visibleTeams(request.actor), targetId: target.rowId, show };
    const rows = await readOperations(
      this.deps.database.pool,
      query,
      readPageArguments(operationList, args),
    );
    return connectionOf(
      request,
      operationList,
      rows,
      (row) => row.id,
      (row) => presentOperation(row, this.deps.findDuration()),
    );
  }

  protected async auditOf({ request }: GraphqlContext, targetId: string, args: PageArguments) {
    const query = { visible: visibleTeams(request.actor), targetId };
    const rows = await readAudit(
      this.deps.database.pool,
      query,
      readPageArguments(auditList, args),
    );
    return connectionOf(request, auditList, rows, (row) => row.sequence, presentAudit);
  }
}

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

@Resolver(() => ComputeClusterObject)
export class ComputeResolver extends ResourceReads {
  @Query(() => ComputeConnection, { description: 'Computes you may see, newest first.' })
  computes(
    @Context() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
    @Args(first) first: number | null,
    @Args(after) after: string | null,
    @Args(pageArgs.last) last: number | null,
    @Args(pageArgs.before) before: string | null,
    @Args('filter', { type: () => ComputeFilter, nullable: true, description: 'Which ones.' })
    filter: ComputeFilter | null,
  ) {
    const args = { first, after, last, before };
    return this.page(context, computeKindsOf(filter), args, computeQuery(filter), info);
  }
}

@Resolver(() => TeamObject)
export class TeamComputesResolver extends ResourceReads {
  @ResolveField('computes', () => ComputeConnection, { description: 'What the team pays for.' })
  computes(
    @Context() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
    @Parent() team: { rowId: string },
    @Args(first) first: number | null,
    @Args(after) after: string | null,
  ) {
    return this.page(context, computeKinds, { first, after }, { teamId: team.rowId }, info);
  }
}

/** What every resource has: its operations and its audit trail. */
function historyOf(
  type: () => typeof ComputeObject | typeof WorkspaceObject | typeof ResourceGroupObject,
) {
  @Resolver(type)
  class HistoryResolver extends ResourceReads {
    @ResolveField('operations', () => OperationConnection, {
      description: 'What was done to it, latest first.',
    })
    operations(
      @Context() context: GraphqlContext,
      @Info() info: GraphQLResolveInfo,
      @Parent() target: PresentedResource,
      @Args(first) first: number | null,
      @Args(after) after: string | null,
    ) {
      return this.operationsOf(context, target, { first, after }, askedOfOperations(info));
    }

    @ResolveField('auditEvents', () => AuditEventConnection, {
      description: 'Its audit trail, latest first.',
    })
    auditEvents(
      @Context() context: GraphqlContext,
      @Parent() target: PresentedResource,
      @Args(first) first: number | null,
      @Args(after) after: string | null,
    ) {
      return this.auditOf(context, target.rowId, { first, after });
    }
  }
  return HistoryResolver;
}

export const ComputeHistoryResolver = historyOf(() => ComputeObject);
export const WorkspaceHistoryResolver = historyOf(() => WorkspaceObject);
export const GroupHistoryResolver = historyOf(() => ResourceGroupObject);
