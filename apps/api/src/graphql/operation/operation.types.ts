import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import { OperationKind, OperationStatus, RetryAdvice, StepStatus } from '../enums.js';
import { ApprovalObject } from './approval.types.js';
import { CostEstimateObject } from '../prices/cost-estimate.types.js';
import { PrincipalObject } from '../principal/principal.types.js';
import { NodeObject } from '../relay/node.types.js';
import { DateTimeScalar, UuidScalar } from '../scalars/scalars.js';

@ObjectType('ProvisioningError', { description: 'Why Azure, or the engine, could not do it.' })
export class ProvisioningErrorObject {
  @Field(() => String, { description: 'Ours, or the innermost useful ARM code.' })
  code: string;
  @Field(() => String, { description: 'What happened.' })
  message: string;
  @Field(() => RetryAdvice, { description: 'Whether trying again can help.' })
  retry: string;
  @Field(() => String, { nullable: true, description: 'What a person should do next.' })
  remedy: string | null;
  @Field(() => String, { nullable: true, description: 'What it is about, e.g. a lock or a field.' })
  target: string | null;
  @Field(() => String, { nullable: true, description: 'What Azure support asks for.' })
  armRequestId: string | null;
  @Field(() => [ProvisioningErrorObject], { description: 'What is behind it.' })
  details: ProvisioningErrorObject[];
}

@ObjectType('OperationStep', { description: 'One step of an operation.' })
export class OperationStepObject {
  @Field(() => String, { description: 'In words, e.g. "put compute".' })
  name: string;
  @Field(() => StepStatus, { description: 'Where it stands.' })
  status: string;
  @Field(() => Int, { description: 'Tries so far.' })
  attempt: number;
  @Field(() => String, { nullable: true, description: 'What is being waited for, in words.' })
  message: string | null;
  @Field(() => String, { nullable: true, description: 'What Azure last said.' })
  rawState: string | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it first ran.' })
  startedAt: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it ended.' })
  completedAt: Date | null;
  @Field(() => ProvisioningErrorObject, { nullable: true, description: 'Why it failed.' })
  error: ProvisioningErrorObject | null;
}

@ObjectType('Operation', {
  description: 'One accepted mutation on its way to its end.',
  implements: () => [NodeObject],
})
export class OperationObject extends NodeObject {
  @Field(() => OperationKind, { description: 'What it does.' })
  kind: string;
  @Field(() => OperationStatus, { description: 'Where it stands.' })
  status: string;
  @Field(() => String, { description: "The target's name, kept for when the target is gone." })
  targetName: string;
  @Field(() => [OperationStepObject], { description: 'All steps from the start, in order.' })
  steps: OperationStepObject[];
  @Field(() => Float, { description: '0 to 1, from what such operations took before.' })
  progress: number;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it should be done; null where nothing is known.',
  })
  expectedCompletionAt: Date | null;
  @Field(() => Int, { nullable: true, description: 'For clients that poll; null when terminal.' })
  retryAfterSeconds: number | null;
  @Field(() => ProvisioningErrorObject, { nullable: true, description: 'Why it failed.' })
  error: ProvisioningErrorObject | null;
  @Field(() => PrincipalObject, { description: 'Who asked.' })
  requestedBy: PrincipalObject;
  @Field(() => UuidScalar, { nullable: true, description: "The client's idempotency key." })
  idempotencyKey: string | null;
  @Field(() => CostEstimateObject, {
    nullable: true,
    description:
      'What stands after it costs, as it was estimated when it was accepted; null where nothing is billed that is known.',
  })
  cost: CostEstimateObject | null;
  @Field(() => ApprovalObject, {
    nullable: true,
    description: 'Who has to agree before it begins, and who said what; null: nobody had to.',
  })
  approval: ApprovalObject | null;
  @Field(() => Boolean, { description: 'Whether cancelOperation would be accepted.' })
  cancelable: boolean;
  @Field(() => DateTimeScalar, { description: 'When it was accepted.' })
  createdAt: Date;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When a worker first took it.' })
  startedAt: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it ended.' })
  completedAt: Date | null;
}
