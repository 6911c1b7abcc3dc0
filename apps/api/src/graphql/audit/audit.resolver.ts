import { Inject } from '@nestjs/common';
import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { apiDependencies, type ApiDependencies } from '../../dependencies.js';
import type { GraphqlContext } from '../../context/graphql-context.js';
import { OperationObject } from '../operation/operation.types.js';
import type { presentAudit } from '../present.js';
import { findApiKey, findOperation, findResource, findTeam } from '../reader.js';
import { NodeObject } from '../relay/node.types.js';
import { AuditEventObject } from './audit.types.js';

type Presented = ReturnType<typeof presentAudit>;

@Resolver(() => AuditEventObject)
export class AuditResolver {
  constructor(@Inject(apiDependencies) private readonly deps: ApiDependencies) {}

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
