import type { Abstract, Type } from '@nestjs/common';
import { Args, Context, Info, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { GraphqlContext } from '../../context/graphql-context.js';
import { AuditEventConnection } from '../audit/audit.connection.js';
import { OperationConnection } from '../operation/operation.connection.js';
import { Pages } from '../pages.js';
import type { PresentedResource } from '../presented-resource.js';
import { askedOfOperations } from '../relay/asked-parts.js';
import { pageArgs } from '../relay/node.types.js';

const first = pageArgs.first;
const after = pageArgs.after;

/** What every resource has: its operations and its audit trail. */
export function historyOf(type: () => Abstract<unknown>): Type {
  @Resolver(type)
  class HistoryResolver {
    constructor(readonly pages: Pages) {}

    @ResolveField('operations', () => OperationConnection, {
      description: 'What was done to it, latest first.',
    })
    operations(
      @Context() context: GraphqlContext,
      @Info() info: GraphQLResolveInfo,
      @Parent() target: PresentedResource,
      @Args(first) first: number | null,
      @Args(after) after: string | null,
    ) {
      const on = { targetId: target.rowId, show: askedOfOperations(info) };
      return this.pages.operations(context, on, { first, after });
    }

    @ResolveField('auditEvents', () => AuditEventConnection, {
      description: 'Its audit trail, latest first.',
    })
    auditEvents(
      @Context() context: GraphqlContext,
      @Parent() target: PresentedResource,
      @Args(first) first: number | null,
      @Args(after) after: string | null,
    ) {
      return this.pages.auditEvents(context, { targetId: target.rowId }, { first, after });
    }
  }
  return HistoryResolver;
}
