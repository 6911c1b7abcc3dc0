import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import { createApiKey, revokeApiKey } from '#libs/tenants';
import type { GraphqlContext } from '../../context/graphql-context.js';
import { apiDependencies, type ApiDependencies } from '../../dependencies.js';
import { readApiKeys } from '../../reads/read-api-keys.repository.js';
import { refused } from '../payload/answer.js';
import { CreateApiKeyPayload, RevokeApiKeyPayload } from '../payload/payload.types.js';
import { presentApiKey } from '../present.js';
import { findApiKey } from '../reader.js';
import { filterId } from '../relay/filter-id.js';
import { rowId } from '../relay/global-id.js';
import { connectionType, pageArgs } from '../relay/node.types.js';
import { connectionOf, isGiven, readPageArguments, type List } from '../relay/read-page.js';
import {
  ApiKeyFilter,
  ApiKeyObject,
  CreateApiKeyInput,
  RevokeApiKeyInput,
} from './principal.types.js';

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
    return connectionOf(apiKeyList, rows, (row) => row.id, presentApiKey);
  }

  @Mutation(() => CreateApiKeyPayload, {
    description: 'Creates an API key. Its secret is answered once.',
  })
  async createApiKey(
    @Context() context: GraphqlContext,
    @Args('input', { type: () => CreateApiKeyInput, description: 'What is asked.' })
    input: CreateApiKeyInput,
  ) {
    const decoded = {
      ...input,
      principalId: isGiven(input.principalId) ? rowId(input.principalId, 'Principal') : null,
      teamId: isGiven(input.teamId) ? rowId(input.teamId, 'Team') : null,
    };
    const { database, mostApiKeys } = this.deps;
    const made = await createApiKey({ pool: database.pool, mostApiKeys }, context.request, decoded);
    if (!made.ok) return { ...refused(made.error), apiKey: null, secret: null };
    const { apiKeyId, secret } = made.value;
    const apiKey = await findApiKey(this.deps, context, apiKeyId);
    return { apiKey, secret, warnings: [], userErrors: [] };
  }

  @Mutation(() => RevokeApiKeyPayload, {
    description: 'Ends an API key within seconds, and the keys that were made with it.',
  })
  async revokeApiKey(
    @Context() context: GraphqlContext,
    @Args('input', { type: () => RevokeApiKeyInput, description: 'What is asked.' })
    input: RevokeApiKeyInput,
  ) {
    const id = isGiven(input.id) ? rowId(input.id, 'ApiKey') : null;
    const done = await revokeApiKey(this.deps.database, context.request, { ...input, id });
    if (!done.ok) return { ...refused(done.error), apiKey: null };
    const { apiKeyId, warnings } = done.value;
    return { apiKey: await findApiKey(this.deps, context, apiKeyId), warnings, userErrors: [] };
  }
}
