import { Inject } from '@nestjs/common';
import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { visibleTeams } from '#libs/tenants';
import { apiDependencies, type ApiDependencies } from '../../dependencies.js';
import type { GraphqlContext } from '../../context/graphql-context.js';
import { readAudit } from '../../reads/read-audit.repository.js';
import { anyRowId } from '../operation/operation-query.js';
import { OperationObject } from '../operation/operation.types.js';
import { presentAudit } from '../present.js';
import { findOperation, findResource } from '../reader.js';
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
    const { actorId, action, targetId, operationId, from, to } = filter ?? ({} as AuditEventFilter);
    const query = {
      visible: visibleTeams(request.actor),
      ...(isGiven(actorId) && { actorId: anyRowId(actorId) }),
      ...(isGiven(action) && { action }),
      ...(isGiven(targetId) && { targetId: anyRowId(targetId) }),
      ...(isGiven(operationId) && { operationId: anyRowId(operationId) }),
      ...(from && { from }),
      ...(to && { to }),
    };
    const rows = await readAudit(
      this.deps.database.pool,
      query,
      readPageArguments(auditList, { first, after }),
    );
    return connectionOf(auditList, rows, (row) => row.sequence, presentAudit);
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
    description: 'What it concerns, while that is there.',
  })
  target(@Context() context: GraphqlContext, @Parent() { targetId }: Presented) {
    return findResource(this.deps, context, targetId ?? '');
  }
}
