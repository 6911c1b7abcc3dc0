import { Field, Int, ObjectType } from '@nestjs/graphql';
import { DateTimeScalar } from '../scalars/scalars.js';
import { PolicyEffect } from './policy.enums.js';

@ObjectType('PolicyMatch', {
  description: 'A request that a tried policy has something to say of.',
})
export class PolicyMatchObject {
  @Field(() => String, { description: 'The mutation, by its name.' })
  verb: string;
  @Field(() => String, { description: 'Name of what it would make, change or delete.' })
  targetName: string;
  @Field(() => PolicyEffect, {
    description: 'What would be done: DENY too where the policy cannot be evaluated.',
  })
  effect: string;
  @Field(() => String, { description: 'What the policy says, or why it cannot be evaluated.' })
  message: string;
  @Field(() => DateTimeScalar, { description: 'When it was asked for.' })
  at: Date;
}

@ObjectType('PolicyTest', { description: 'What a policy would have said of requests.' })
export class PolicyTestObject {
  @Field(() => Int, { description: 'How many requests were looked at.' })
  tested: number;
  @Field(() => Int, { description: 'To how many it applies.' })
  matched: number;
  @Field(() => Int, { description: 'How many it would deny because it cannot be evaluated.' })
  erred: number;
  @Field(() => [PolicyMatchObject], { description: 'Both, newest first, at most 100.' })
  matches: PolicyMatchObject[];
}
