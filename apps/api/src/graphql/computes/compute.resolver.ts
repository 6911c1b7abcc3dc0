import { Args, Context, Info, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { GraphqlContext } from '../../context/graphql-context.js';
import { Pages } from '../pages.js';
import { TeamObject } from '../principal/principal.types.js';
import { pageArgs } from '../relay/node.types.js';
import { ComputeConnection } from './compute.connection.js';

const first = pageArgs.first;
const after = pageArgs.after;

@Resolver(() => TeamObject)
export class TeamComputesResolver {
  constructor(private readonly pages: Pages) {}

  @ResolveField('computes', () => ComputeConnection, { description: 'What the team pays for.' })
  computes(
    @Context() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
    @Parent() team: { rowId: string },
    @Args(first) first: number | null,
    @Args(after) after: string | null,
  ) {
    return this.pages.computes(context, info, { teamId: team.rowId }, { first, after });
  }
}
