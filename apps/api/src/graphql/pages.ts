import { Injectable } from '@nestjs/common';
import type { GraphQLResolveInfo } from 'graphql';
import { Pool } from 'pg';
import { visibleTeams } from '#libs/tenants';
import type { GraphqlContext } from '../context/graphql-context.js';
import { StepDurations } from '../parts/step-durations.js';
import { readAudit, type AuditQuery } from '../reads/audit/read-audit.repository.js';
import {
  readOperations,
  type OperationQuery,
} from '../reads/operations/read-operations.repository.js';
import { readResources, type ResourceQuery } from '../reads/resources/read-resources.repository.js';
import { computeKinds } from '../reads/resources/resource.filter.js';
import { readApiKeys, type ApiKeyQuery } from '../reads/tenants/read-api-keys.repository.js';
import { connectionOf } from './catalogue/presenters.js';
import { askedOfResources } from './relay/asked-parts.js';
import {
  apiKeyList,
  auditList,
  computeList,
  operationList,
  readPageArguments,
  type PageArguments,
} from './relay/read-page.js';

/** Pages on a thing, of what the actor may see: what it holds, what was done to it or by it, and its audit trail. */
@Injectable()
export class Pages {
  constructor(
    private readonly pool: Pool,
    private readonly durations: StepDurations,
  ) {}

  async computes(
    { request }: GraphqlContext,
    info: GraphQLResolveInfo,
    on: Pick<ResourceQuery, 'parentId' | 'teamId'>,
    args: PageArguments,
  ) {
    const visible = visibleTeams(request.actor);
    const query = { visible, kinds: computeKinds, ...on, show: askedOfResources(info) };
    const page = await readResources(this.pool, query, readPageArguments(computeList, args));
    return connectionOf(request, this.durations, 'Compute', computeList, page);
  }

  async operations(
    { request }: GraphqlContext,
    on: Pick<OperationQuery, 'targetId' | 'requestedById' | 'show'>,
    args: PageArguments,
  ) {
    const query = { visible: visibleTeams(request.actor), ...on };
    const page = await readOperations(this.pool, query, readPageArguments(operationList, args));
    return connectionOf(request, this.durations, 'Operation', operationList, page);
  }

  async apiKeys(
    { request }: GraphqlContext,
    on: Pick<ApiKeyQuery, 'principalId'>,
    args: PageArguments,
  ) {
    const page = readPageArguments(apiKeyList, args);
    const found = await readApiKeys(this.pool, request.actor, on, page);
    return connectionOf(request, this.durations, 'ApiKey', apiKeyList, found);
  }

  async auditEvents(
    { request }: GraphqlContext,
    on: Pick<AuditQuery, 'targetId' | 'operationId'>,
    args: PageArguments,
  ) {
    const query = { visible: visibleTeams(request.actor), ...on };
    const page = await readAudit(this.pool, query, readPageArguments(auditList, args));
    return connectionOf(request, this.durations, 'AuditEvent', auditList, page);
  }
}
