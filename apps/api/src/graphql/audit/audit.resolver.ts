import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphqlContext } from '../../context/graphql-context.js';
import { OperationObject } from '../operation/operation.types.js';
import type { presentAudit } from '../present.js';
import { Reader } from '../reader.js';
import { NodeObject } from '../relay/node.types.js';
import { AuditEventObject } from './audit.types.js';

type Presented = ReturnType<typeof presentAudit>;

@Resolver(() => AuditEventObject)
export class AuditResolver {
  constructor(private readonly reader: Reader) {}

  @ResolveField('operation', () => OperationObject, {
    nullable: true,
    description: 'The operation it belongs to.',
  })
  operation(@Context() context: GraphqlContext, @Parent() { operationId }: Presented) {
    return this.reader.findOperation(context, operationId ?? '');
  }

  @ResolveField('target', () => NodeObject, {
    nullable: true,
    description: 'What it concerns, while that is there and you may see it.',
  })
  target(@Context() context: GraphqlContext, @Parent() { targetId, targetKind }: Presented) {
    if (targetId === null) return null;
    if (targetKind === 'ApiKey') return this.reader.findApiKey(context, targetId);
    if (targetKind === 'EntraGroup') return this.reader.findEntraGroup(context, targetId);
    if (targetKind === 'Principal') return this.reader.findPrincipal(context, targetId);
    if (targetKind === 'Team') return this.reader.findTeam(context, targetId);
    return this.reader.findResource(context, targetId);
  }
}
