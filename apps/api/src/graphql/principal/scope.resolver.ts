import { Inject } from '@nestjs/common';
import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphqlContext } from '../../context/graphql-context.js';
import { apiDependencies, type ApiDependencies } from '../../dependencies.js';
import { presentPrincipal } from '../present.js';
import { findTeamScopes } from '../reader.js';
import { TeamObject } from './principal.types.js';
import { SharedScopeObject } from './scope.types.js';

/** What a team may name beyond its own groups, and where it may work. */
@Resolver(() => TeamObject)
export class ScopeResolver {
  constructor(@Inject(apiDependencies) private readonly deps: ApiDependencies) {}

  @ResolveField('sharedScopes', () => [SharedScopeObject], {
    description: 'What its requests may name now outside its own resource groups.',
  })
  async sharedScopes(@Context() context: GraphqlContext, @Parent() team: { rowId: string }) {
    const { shares } = await findTeamScopes(this.deps, context, team.rowId);
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
    const { allowedLocations } = await findTeamScopes(this.deps, context, team.rowId);
    return allowedLocations.length > 0 ? allowedLocations : null;
  }
}
