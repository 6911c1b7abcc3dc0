import { Inject } from '@nestjs/common';
import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { visibleTeams } from '#libs/tenants';
import { apiDependencies, type ApiDependencies } from '../../dependencies.js';
import type { GraphqlContext } from '../../context/graphql-context.js';
import { readAudit } from '../../reads/read-audit.repository.js';
import { OperationObject } from '../operation/operation.types.js';
import { presentAudit } from '../present.js';
import { findApiKey, findOperation, findResource, findTeam } from '../reader.js';
import { filterId } from '../relay/filter-id.js';
import { NodeObject, pageArgs } from '../relay/node.types.js';
import { auditList, connectionOf, isGiven, readPageArguments } from '../relay/read-page.js';
import { AuditEventConnection } from './audit.connection.js';
import { AuditEventFilter, AuditEventObject } from './audit.types.js';

type Presented = ReturnType<typeof presentAudit>;

@Resolver(() => AuditEventObject)
export class AuditResolver {
  constructor(@Inject(apiDependencies) private readonly deps: ApiDependencies) {}

  @Query(() => AuditEventConnection, {
    description: 'Sealed audit events you may see, latest first.',
  })
  async auditEvents(
    @Context() { request }: GraphqlContext,
    @Args(pageArgs.first) first: number | null,
    @Args(pageArgs.after) after: string | null,
    @Args('filter', { type: () => AuditEventFilter, nullable: true, description: 'Which ones.' })
    filter: AuditEventFilter | null,
  ) {
    const { action, from, to } = filter ?? ({} as AuditEventFilter);
    const actorId = filterId('actorId', filter?.actorId, 'Principal');
    const targetId = filterId('targetId', filter?.targetId);
    const operationId = filterId('operationId', filter?.operationId, 'Operation');
    const query = {
      visible: visibleTeams(request.actor),
      ...(actorId !== undefined && { actorId }),
      ...(isGiven(action) && { action }),
      ...(targetId !== undefined && { targetId }),
      ...(operationId !== undefined && { operationId }),
      ...(from && { from }),
      ...(to && { to }),
    };
    const rows = await readAudit(
      this.deps.database.pool,
      query,
      readPageArguments(auditList, { first, after }),
    );
    return connectionOf(request, auditList, rows, (row) => row.sequence, presentAudit);
  }

  @ResolveField('operation', () => OperationObject, {
    nullable: true,
    description: 'The operation it belongs to.',
  })
  operation(@Context() context: GraphqlContext, @Parent() { operationId }: Presented) {
    return findOperation(this.deps, context, operationId ?? '');
  }

  @ResolveField('target', () => NodeObject, {
    nullable: true,
    description: 'What it concerns, while that is there and you may see it.',
  })
  target(@Context() context: GraphqlContext, @Parent() { targetId, targetKind }: Presented) {
    if (targetId === null) return null;
    if (targetKind === 'ApiKey') return findApiKey(this.deps, context, targetId);
    if (targetKind === 'Team') return findTeam(this.deps, context, targetId);
    return findResource(this.deps, context, targetId);
  }
}
