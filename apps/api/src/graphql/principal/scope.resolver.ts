import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { DomainError, Result, Warning } from '#libs/kernel';
import {
  readTeams,
  setAllowedLocations,
  shareScope,
  unshareScope,
  type RequestContext,
} from '#libs/tenants';
import type { GraphqlContext } from '../../context/graphql-context.js';
import { apiDependencies, type ApiDependencies } from '../../dependencies.js';
import { refused } from '../payload/answer.js';
import { presentPrincipal, presentTeam } from '../present.js';
import { findTeamScopes } from '../reader.js';
import { rowId } from '../relay/global-id.js';
import { TeamObject } from './principal.types.js';
import {
  SetAllowedLocationsInput,
  SetAllowedLocationsPayload,
  SharedScopeObject,
  ShareScopeInput,
  ShareScopePayload,
  UnshareScopeInput,
  UnshareScopePayload,
} from './scope.types.js';

type UseCase = (
  deps: ApiDependencies['database'],
  context: RequestContext,
  raw: unknown,
) => Promise<Result<{ teamId: string; warnings?: Warning[] }, readonly DomainError[]>>;

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

  @Mutation(() => ShareScopePayload, {
    description:
      'Lets a team name something that is not its own. For admins of the team whose group holds it, and of the platform.',
  })
  shareScope(
    @Context() context: GraphqlContext,
    @Args('input', { type: () => ShareScopeInput, description: 'What is asked.' })
    input: ShareScopeInput,
  ) {
    return this.answer(context, shareScope, input);
  }

  @Mutation(() => UnshareScopePayload, {
    description:
      'Ends a share: new uses are refused, what stands is named in the warnings. For those who may share it.',
  })
  unshareScope(
    @Context() context: GraphqlContext,
    @Args('input', { type: () => UnshareScopeInput, description: 'What is asked.' })
    input: UnshareScopeInput,
  ) {
    return this.answer(context, unshareScope, input);
  }

  @Mutation(() => SetAllowedLocationsPayload, {
    description: 'Says where a team may make things. For admins of the platform.',
  })
  setAllowedLocations(
    @Context() context: GraphqlContext,
    @Args('input', { type: () => SetAllowedLocationsInput, description: 'What is asked.' })
    input: SetAllowedLocationsInput,
  ) {
    return this.answer(context, setAllowedLocations, {
      ...input,
      locations: input.locations ?? null,
    });
  }

  private async answer(
    { request }: GraphqlContext,
    useCase: UseCase,
    input: { teamId: string; locations?: string[] | null },
  ) {
    const { database } = this.deps;
    const raw = { ...input, teamId: rowId(input.teamId, 'Team') };
    const done = await useCase(database, request, raw);
    if (!done.ok) return { ...refused(done.error), team: null };
    const [team] = await readTeams(database.pool, [done.value.teamId]);
    const { warnings = [] } = done.value;
    return { team: team ? presentTeam(team) : null, warnings, userErrors: [] };
  }
}
