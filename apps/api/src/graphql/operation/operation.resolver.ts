import { Args, Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphqlContext } from '../../context/graphql-context.js';
import { AuditEventConnection } from '../audit/audit.connection.js';
import { Pages } from '../pages.js';
import { Reader } from '../reader.js';
import { PrincipalObject } from '../principal/principal.types.js';
import { NodeObject, pageArgs } from '../relay/node.types.js';
import { OperationConnection } from './operation.connection.js';
import { OperationObject } from './operation.types.js';
import type { PresentedOperation } from './presented-operation.js';

@Resolver(() => OperationObject)
export class OperationResolver {
  constructor(
    private readonly pages: Pages,
    private readonly reader: Reader,
  ) {}

  @ResolveField('target', () => NodeObject, {
    nullable: true,
    description: 'What it changes; null once that is gone for good.',
  })
  target(@Context() context: GraphqlContext, @Parent() operation: PresentedOperation) {
    return this.reader.findResource(context, operation.targetId);
  }

  @ResolveField('auditEvents', () => AuditEventConnection, {
    description: 'Its audit trail, latest first.',
  })
  auditEvents(
    @Context() context: GraphqlContext,
    @Parent() operation: PresentedOperation,
    @Args(pageArgs.first) first: number | null,
    @Args(pageArgs.after) after: string | null,
  ) {
    return this.pages.auditEvents(context, { operationId: operation.rowId }, { first, after });
  }
}

@Resolver(() => PrincipalObject)
export class PrincipalOperationsResolver {
  constructor(private readonly pages: Pages) {}

  @ResolveField('operations', () => OperationConnection, {
    description: 'What it asked for, newest first.',
  })
  operations(
    @Context() context: GraphqlContext,
    @Parent() principal: { rowId: string },
    @Args(pageArgs.first) first: number | null,
    @Args(pageArgs.after) after: string | null,
  ) {
    return this.pages.operations(context, { requestedById: principal.rowId }, { first, after });
  }
}
