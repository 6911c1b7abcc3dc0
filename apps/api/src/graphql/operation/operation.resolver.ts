import { Args, Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Pool } from 'pg';
import { visibleTeams } from '#libs/tenants';
import { StepDurations } from '../../parts/step-durations.js';
import type { GraphqlContext } from '../../context/graphql-context.js';
import { readAudit } from '../../reads/audit/read-audit.repository.js';
import { readOperations } from '../../reads/operations/read-operations.repository.js';
import { AuditEventConnection } from '../audit/audit.connection.js';
import { presentAudit } from '../present.js';
import { Reader } from '../reader.js';
import { PrincipalObject } from '../principal/principal.types.js';
import { NodeObject, pageArgs } from '../relay/node.types.js';
import { auditList, RowConnection, operationList, readPageArguments } from '../relay/read-page.js';
import { OperationConnection } from './operation.connection.js';
import { OperationObject } from './operation.types.js';
import { PresentedOperation } from './presented-operation.js';

@Resolver(() => OperationObject)
export class OperationResolver {
  constructor(
    private readonly pool: Pool,
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
  async auditEvents(
    @Context() { request }: GraphqlContext,
    @Parent() operation: PresentedOperation,
    @Args(pageArgs.first) first: number | null,
    @Args(pageArgs.after) after: string | null,
  ) {
    const query = { visible: visibleTeams(request.actor), operationId: operation.rowId };
    const page = readPageArguments(auditList, { first, after });
    const rows = await readAudit(this.pool, query, page);
    return new RowConnection(request, auditList, rows, (row) => row.sequence, presentAudit);
  }
}

@Resolver(() => PrincipalObject)
export class PrincipalOperationsResolver {
  constructor(
    private readonly pool: Pool,
    private readonly durations: StepDurations,
  ) {}

  @ResolveField('operations', () => OperationConnection, {
    description: 'What it asked for, newest first.',
  })
  async operations(
    @Context() { request }: GraphqlContext,
    @Parent() principal: { rowId: string },
    @Args(pageArgs.first) first: number | null,
    @Args(pageArgs.after) after: string | null,
  ) {
    const query = { visible: visibleTeams(request.actor), requestedById: principal.rowId };
    const rows = await readOperations(
      this.pool,
      query,
      readPageArguments(operationList, { first, after }),
    );
    return new RowConnection(
      request,
      operationList,
      rows,
      (row) => row.id,
      (row) => new PresentedOperation(row, this.durations.find),
    );
  }
}
