import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphqlContext } from '../../context/graphql-context.js';
import { presentPrincipal } from '../present.js';
import { Reader } from '../reader.js';
import { TeamObject } from './principal.types.js';
import { SharedScopeObject } from './scope.types.js';

/** What a team may name beyond its own groups, and where it may work. */
@Resolver(() => TeamObject)
export class ScopeResolver {
  constructor(private readonly reader: Reader) {}

  @ResolveField('sharedScopes', () => [SharedScopeObject], {
    description: 'What its requests may name now outside its own resource groups.',
  })
  async sharedScopes(@Context() context: GraphqlContext, @Parent() team: { rowId: string }) {
    const { shares } = await this.reader.findTeamScopes(context, team.rowId);
    return shares.map((share) => ({
      ...share,
      createdAt: new Date(share.createdAt),
      sharedBy: presentPrincipal(share.sharedBy),
    }));
  }

  @ResolveField('allowedLocations', () => [String], {
    nullable: true,
    description: 'Azure regions in which it may make things; null: all.',
  })
  async allowedLocations(@Context() context: GraphqlContext, @Parent() team: { rowId: string }) {
    const { allowedLocations } = await this.reader.findTeamScopes(context, team.rowId);
    return allowedLocations.length > 0 ? allowedLocations : null;
  }
}
