import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { OperationObject } from '../operation/operation.types.js';
import { UserErrorObject, WarningObject } from '../payload/refusal.types.js';
import { CostTagInput } from '../resource/cost-tag.types.js';
import { ComputeObject } from './compute.types.js';
import { MutationInput } from '../mutation/mutation.inputs.js';

@InputType('ClaimComputeInput', { description: 'A compute that was found in Azure, and its team.' })
export class ClaimComputeInput extends MutationInput {
  @Field(() => ID, { description: 'The compute: one that is not managed.' })
  computeId: string;
  @Field(() => ID, { description: 'The team that pays from now on.' })
  teamId: string;
  @Field(() => [CostTagInput], {
    defaultValue: [],
    description:
      'Cost tags over the defaults of the team; what it carries in Azure fills the rest.',
  })
  costTags: CostTagInput[];
}

@ObjectType('ClaimComputePayload', { description: 'The answer to claimCompute.' })
export class ClaimComputePayload {
  @Field(() => OperationObject, {
    nullable: true,
    description:
      'What sends its tags to Azure; null where there are none to send, or when refused.',
  })
  operation: OperationObject | null;
  @Field(() => ComputeObject, {
    nullable: true,
    description: 'The compute, managed; null when refused.',
  })
  compute: ComputeObject | null;
  @Field(() => [WarningObject], { description: 'Worth saying, no reason to refuse.' })
  warnings: WarningObject[];
  @Field(() => [UserErrorObject], { description: 'Why it was refused; empty when it was claimed.' })
  userErrors: UserErrorObject[];
}
