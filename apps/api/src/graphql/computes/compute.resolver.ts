import { Args, Context, Info, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { GraphqlContext } from '../../context/graphql-context.js';
import { ComputeClusterObject } from '../compute-clusters/compute-cluster.types.js';
import { TeamObject } from '../principal/principal.types.js';
import { pageArgs } from '../relay/node.types.js';
import { ResourceReads } from '../resource/resource-reads.js';
import { ComputeConnection } from './compute.connection.js';
import { ComputeFilter } from './compute.types.js';
import { computeKinds, computeKindsOf, computeQuery } from './compute-query.js';

const first = pageArgs.first;
const after = pageArgs.after;

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
