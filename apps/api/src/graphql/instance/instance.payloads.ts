import { Field, ObjectType } from '@nestjs/graphql';
import { ComputeInstanceObject } from './instance.types.js';
import { SubmissionPayload } from '../payload/submission.payload.js';

@ObjectType({ isAbstract: true })
abstract class InstancePayload extends SubmissionPayload {
  @Field(() => ComputeInstanceObject, {
    nullable: true,
    description: 'What it changes; null when refused.',
  })
  compute: ComputeInstanceObject | null;
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
