import { Inject } from '@nestjs/common';
import { Args, Context, ID, Query, Resolver } from '@nestjs/graphql';
import { readTeams, visibleTeams } from '#libs/tenants';
import { parseGlobalId } from '#libs/verbs';
import { apiDependencies, type ApiDependencies } from '../../dependencies.js';
import type { GraphqlContext } from '../../context/graphql-context.js';
import { presentPrincipal, presentTeam } from '../present.js';
import { finders } from '../catalogue/finders.js';
import { connectionType, NodeObject, pageArgs } from '../relay/node.types.js';
import { badInput, connectionOf, readPageArguments, type List } from '../relay/read-page.js';
import { PrincipalObject, RoleGrantObject, TeamObject } from './principal.types.js';

const teamList: List = { name: 'teams', key: 'id' };
const mostIds = 100;

const TeamConnection = connectionType('Team', () => TeamObject);

@Resolver(() => PrincipalObject)
export class PrincipalResolver {
  constructor(@Inject(apiDependencies) private readonly deps: ApiDependencies) {}

  @Query(() => PrincipalObject, { description: 'Yourself.' })
  viewer(@Context() { request }: GraphqlContext) {
    const { principalId, kind, displayName } = request.actor;
    return presentPrincipal({ id: principalId, kind, displayName });
  }

  @Query(() => [RoleGrantObject], { description: 'Your own roles, and where they hold.' })
  async viewerRoles(@Context() { request }: GraphqlContext) {
    const { grants } = request.actor;
    const ids = grants.flatMap(({ teamId }) => teamId ?? []);
    const teams = await readTeams(this.deps.database.pool, ids);
    return grants.map(({ teamId, role }) => {
      const team = teams.find(({ id }) => id === teamId);
      return { role, team: team ? presentTeam(team) : null };
    });
  }

  @Query(() => TeamConnection, { description: 'Teams you may see, newest first.' })
  async teams(
    @Context() { request }: GraphqlContext,
    @Args(pageArgs.first) first: number | null,
    @Args(pageArgs.after) after: string | null,
  ) {
    const page = readPageArguments(teamList, { first, after });
    const size = page.first ?? 100;
    const rows = await readTeams(
      this.deps.database.pool,
      visibleTeams(request.actor),
      size + 1,
      page.after,
    );
    return connectionOf(
      request,
      teamList,
      {
        rows: rows.slice(0, size),
        hasNextPage: rows.length > size,
        hasPreviousPage: page.after !== undefined,
      },
      (row) => row.id,
      presentTeam,
    );
  }

  @Query(() => NodeObject, {
    nullable: true,
    description: 'Anything by its id; null where you may see none.',
  })
  node(
    @Context() context: GraphqlContext,
    @Args('id', { type: () => ID, description: 'Its id.' }) id: string,
  ) {
    return this.find(context, id);
  }

  @Query(() => [NodeObject], {
    nullable: 'items',
    description: 'Things by their ids, at most 100; null for each that you may not see.',
  })
  nodes(
    @Context() context: GraphqlContext,
    @Args('ids', { type: () => [ID], description: 'Their ids.' }) ids: string[],
  ) {
    if (ids.length > mostIds)
      throw badInput(`ids holds ${ids.length}; at most ${mostIds} are allowed.`);
    return Promise.all(ids.map((id) => this.find(context, id)));
  }

  private async find(context: GraphqlContext, text: string) {
    const parsed = parseGlobalId(text);
    return parsed ? (finders.get(parsed.type)?.(this.deps, context, parsed.id) ?? null) : null;
  }
}
