import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphqlContext } from '../../context/graphql-context.js';
import type { PlanRow } from '../../reads/plans/read-plans.repository.js';
import { OperationObject } from '../operation/operation.types.js';
import type { PresentedOperation } from '../operation/presented-operation.js';
import { Reader } from '../reader.js';
import { NodeObject } from '../relay/node.types.js';
import { PlanObject } from './plan.types.js';

@Resolver(() => OperationObject)
export class OperationPlanResolver {
  constructor(private readonly reader: Reader) {}

  @ResolveField('plan', () => PlanObject, {
    nullable: true,
    description: 'The plan that it carries out; null: none was made.',
  })
  plan(@Context() context: GraphqlContext, @Parent() { planId }: PresentedOperation) {
    return this.reader.findPlan(context, planId ?? '');
  }
}

@Resolver(() => PlanObject)
export class PlanResolver {
  constructor(private readonly reader: Reader) {}

  @ResolveField('target', () => NodeObject, {
    nullable: true,
    description: 'What it would change or delete; null: it would be made, or is gone.',
  })
  target(@Context() context: GraphqlContext, @Parent() { targetId }: PlanRow) {
    return this.reader.findResource(context, targetId ?? '');
  }

  @ResolveField('operation', () => OperationObject, {
    nullable: true,
    description: 'What carries it out; null: nothing yet.',
  })
  operation(@Context() context: GraphqlContext, @Parent() { operationId }: PlanRow) {
    return this.reader.findOperation(context, operationId ?? '');
  }
}
