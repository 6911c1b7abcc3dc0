import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Role } from '../enums.js';
import { PrincipalObject } from '../principal/principal.types.js';
import { NodeObject } from '../relay/node.types.js';
import { DateTimeScalar, JsonObjectScalar } from '../scalars/scalars.js';
import { PolicyEffect } from './policy.enums.js';

@ObjectType('PolicyApproval', { description: 'Who has to agree.' })
export class PolicyApprovalObject {
  @Field(() => Int, { description: 'How many.' })
  required: number;
  @Field(() => Role, { description: 'Which role they have in the team that pays.' })
  role: string;
}

@ObjectType('Policy', {
  description:
    'A rule of the house. Where its condition comes to true for a request, the policy applies; where it cannot be evaluated, the request is denied.',
  implements: () => [NodeObject],
})
export class PolicyObject extends NodeObject {
  @Field(() => String, { description: 'Unique without case in the team, or on the platform.' })
  name: string;
  @Field(() => String, { nullable: true, description: 'What it is for.' })
  description: string | null;
  @Field(() => [String], {
    description: 'Mutations that it is about; empty: all that submit an operation.',
  })
  verbs: string[];
  @Field(() => String, { description: 'CEL over the facts of a request.' })
  condition: string;
  @Field(() => PolicyEffect, { description: 'What is done where it applies.' })
  effect: string;
  @Field(() => String, { description: 'What whoever asks is told.' })
  message: string;
  @Field(() => PolicyApprovalObject, {
    nullable: true,
    description: 'With REQUIRE_APPROVAL: who has to agree.',
  })
  approval: PolicyApprovalObject | null;
  @Field(() => JsonObjectScalar, {
    nullable: true,
    description: 'With SET_DEFAULT: values for fields that a request leaves out.',
  })
  defaults: object | null;
  @Field(() => Boolean, { description: 'Whether it decides anything.' })
  enabled: boolean;
  @Field(() => Int, { description: 'Goes up with every change.' })
  version: number;
  @Field(() => String, { description: 'For ifMatch: changes with every change.' })
  etag: string;
  @Field(() => PrincipalObject, {
    nullable: true,
    description: 'Who made it; null where it is shown as it was when it decided something.',
  })
  createdBy: PrincipalObject | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was made; null where it is shown as it was when it decided something.',
  })
  createdAt: Date | null;
}

@ObjectType('PolicyFinding', { description: 'A policy that applies to a request.' })
export class PolicyFindingObject {
  @Field(() => PolicyObject, { description: 'The policy, as it was when that was decided.' })
  policy: PolicyObject;
  @Field(() => PolicyEffect, {
    description: 'What is done about it: DENY too where the policy could not be evaluated.',
  })
  effect: string;
  @Field(() => String, { description: 'What the policy says.' })
  message: string;
  @Field(() => [String], {
    nullable: true,
    description: 'Path of the argument that it has set; null for other effects.',
  })
  field: string[] | null;
}
