import { Inject } from '@nestjs/common';
import { Args, Context, Query, Resolver } from '@nestjs/graphql';
import type { GraphqlContext } from '../../context/graphql-context.js';
import { apiDependencies, type ApiDependencies } from '../../dependencies.js';
import { readApiKeys } from '../../reads/read-api-keys.repository.js';
import { presentApiKey } from '../present.js';
import { filterId } from '../relay/filter-id.js';
import { connectionType, pageArgs } from '../relay/node.types.js';
import { connectionOf, readPageArguments, type List } from '../relay/read-page.js';
import { ApiKeyFilter, ApiKeyObject } from './principal.types.js';

const apiKeyList: List = { name: 'apiKeys', key: 'id' };
const ApiKeyConnection = connectionType('ApiKey', () => ApiKeyObject);

@Resolver(() => ApiKeyObject)
export class ApiKeyResolver {
  constructor(@Inject(apiDependencies) private readonly deps: ApiDependencies) {}

  @Query(() => ApiKeyConnection, {
    description: 'API keys that you made or may revoke, newest first; never their secrets.',
  })
  async apiKeys(
    @Context() { request }: GraphqlContext,
    @Args(pageArgs.first) first: number | null,
    @Args(pageArgs.after) after: string | null,
    @Args('filter', { type: () => ApiKeyFilter, nullable: true, description: 'Which ones.' })
    filter: ApiKeyFilter | null,
  ) {
    const query = {
      principalId: filterId('principalId', filter?.principalId, 'Principal'),
      teamId: filterId('teamId', filter?.teamId, 'Team'),
      createdById: filterId('createdById', filter?.createdById, 'Principal'),
      prefix: filter?.prefix ?? undefined,
      open: filter?.open ?? undefined,
    };
    const page = readPageArguments(apiKeyList, { first, after });
    const rows = await readApiKeys(this.deps.database.pool, request.actor, query, page);
    return connectionOf(request, apiKeyList, rows, (row) => row.id, presentApiKey);
  }
}
