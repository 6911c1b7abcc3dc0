import { Field, Int, ObjectType } from '@nestjs/graphql';
import { ApprovalOutcome, Role } from '../enums.js';
import { PolicyFindingObject } from '../policies/policy.types.js';
import { PrincipalObject } from '../principal/principal.types.js';
import { DateTimeScalar } from '../scalars/scalars.js';

@ObjectType('ApprovalRequirement', { description: 'Who has to agree before something begins.' })
export class ApprovalRequirementObject {
  @Field(() => Int, { description: 'So many, whoever asked not among them.' })
  required: number;
  @Field(() => Role, { description: 'What they have to be, in the team or on the whole platform.' })
  role: string;
  @Field(() => Int, {
    description:
      'How many who may were known when it was decided. Members of groups of Entra ID, and who is one by an app role, are not counted.',
  })
  eligible: number;
  @Field(() => [PolicyFindingObject], { description: 'The policies that want it.' })
  reasons: PolicyFindingObject[];
}

@ObjectType('ApprovalDecision', { description: 'What somebody said who was asked to agree.' })
export class ApprovalDecisionObject {
  @Field(() => PrincipalObject, { description: 'Who.' })
  by: PrincipalObject;
  @Field(() => ApprovalOutcome, { description: 'What.' })
  outcome: string;
  @Field(() => String, { nullable: true, description: 'Why.' })
  comment: string | null;
  @Field(() => DateTimeScalar, { description: 'When.' })
  at: Date;
  @Field(() => String, { description: 'How it came: graphql, rest, mcp or chat.' })
  channel: string;
}

@ObjectType('Approval', {
  description: 'Who has to agree to an operation before it begins, and who said what.',
})
export class ApprovalObject {
  @Field(() => ApprovalRequirementObject, { description: 'Who has to agree.' })
  requirement: ApprovalRequirementObject;
  @Field(() => [ApprovalDecisionObject], { description: 'What was said, oldest first.' })
  decisions: ApprovalDecisionObject[];
  @Field(() => DateTimeScalar, {
    description: 'When it is canceled where not enough agreed by then.',
  })
  expiresAt: Date;
}
