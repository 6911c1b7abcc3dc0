import { Field, ObjectType } from '@nestjs/graphql';
import { OperationObject } from '../operation/operation.types.js';
import { UserErrorObject, WarningObject } from '../payload/payload.types.js';
import { ComputeInstanceObject } from './instance.types.js';

@ObjectType({ isAbstract: true })
abstract class InstancePayload {
  @Field(() => OperationObject, {
    nullable: true,
    description: 'What was accepted; null when refused.',
  })
  operation: OperationObject | null;
  @Field(() => ComputeInstanceObject, {
    nullable: true,
    description: 'What it changes; null when refused.',
  })
  compute: ComputeInstanceObject | null;
  @Field(() => [WarningObject], { description: 'Worth saying, no reason to refuse.' })
  warnings: WarningObject[];
  @Field(() => [UserErrorObject], {
    description: 'Why it was refused; empty when it was accepted.',
  })
  userErrors: UserErrorObject[];
}

@ObjectType('CreateComputeInstancePayload', { description: 'The answer to createComputeInstance.' })
export class CreateComputeInstancePayload extends InstancePayload {}

@ObjectType('UpdateComputeInstancePayload', { description: 'The answer to updateComputeInstance.' })
export class UpdateComputeInstancePayload extends InstancePayload {}

@ObjectType('ComputeInstanceActionPayload', {
  description: 'The answer to start, stop, restart and resize.',
})
export class ComputeInstanceActionPayload extends InstancePayload {
  @Field(() => Boolean, {
    description:
      'True where it stood so already when Azure was last asked: the operation makes sure of it, and sends nothing where it still does.',
  })
  noop: boolean;
}
