import { Field, ObjectType } from '@nestjs/graphql';
import { ApprovalRequirementObject } from '../operation/approval.types.js';
import { RefusalObject, WarningObject } from '../payload/refusal.types.js';
import { PolicyFindingObject } from '../policies/policy.types.js';
import { PrincipalObject, TeamObject } from '../principal/principal.types.js';
import { CostEstimateObject } from '../prices/cost-estimate.types.js';
import { QuotaCheckObject } from '../quotas/quota-check.types.js';
import { NodeObject } from '../relay/node.types.js';
import { ArmIdScalar, DateTimeScalar, JsonScalar } from '../scalars/scalars.js';
import { ChangeEffect } from './plan.enums.js';

@ObjectType('PlannedChange', { description: 'One field, before and after.' })
export class PlannedChangeObject {
  @Field(() => [String], {
    description: 'The names that lead to it; empty: the whole resource.',
  })
  path: string[];
  @Field(() => JsonScalar, { nullable: true, description: 'As it is shown now; null: nothing.' })
  before: unknown;
  @Field(() => JsonScalar, { nullable: true, description: 'As it would be; null: nothing.' })
  after: unknown;
  @Field(() => ChangeEffect, { description: 'What is done to it.' })
  effect: string;
  @Field(() => String, {
    nullable: true,
    description: 'Why, where that does not go without saying.',
  })
  reason: string | null;
}

@ObjectType('Consequence', { description: 'Something that goes, or stays, with a change.' })
export class ConsequenceObject {
  @Field(() => String, {
    description: "Kind of what Armature manages; ARM's type of anything else.",
  })
  kind: string;
  @Field(() => String, { description: 'Its name in Azure.' })
  name: string;
  @Field(() => ArmIdScalar, { description: 'Its ARM id.' })
  armId: string;
  @Field(() => Boolean, { description: 'Whether Armature manages it.' })
  managed: boolean;
  @Field(() => String, { nullable: true, description: 'What else is to be known of it.' })
  note: string | null;
}

@ObjectType('Consequences', { description: 'What goes with a change, and what stays.' })
export class ConsequencesObject {
  @Field(() => [ConsequenceObject], { description: 'What goes, itself included.' })
  deleted: ConsequenceObject[];
  @Field(() => [ConsequenceObject], { description: 'What stays in Azure and costs money.' })
  stillBilled: ConsequenceObject[];
}

@ObjectType('Plan', {
  description:
    'What a mutation would do, as it was decided when somebody asked. Nothing of it is done before applyPlan.',
  implements: () => [NodeObject],
})
export class PlanObject extends NodeObject {
  @Field(() => String, { description: 'The mutation, by its name.' })
  verb: string;
  @Field(() => TeamObject, { description: 'The team that would pay.' })
  team: TeamObject;
  @Field(() => String, { description: 'Name of what it would make, change or delete.' })
  targetName: string;
  @Field(() => [PlannedChangeObject], { description: 'Field by field.' })
  changes: PlannedChangeObject[];
  @Field(() => ConsequencesObject, { description: 'What goes with it, and what stays.' })
  consequences: ConsequencesObject;
  @Field(() => [WarningObject], { description: 'What the mutation would warn of.' })
  warnings: WarningObject[];
  @Field(() => [RefusalObject], {
    description:
      'Why the mutation would be refused, with fields as in its own input; empty: it would be accepted.',
  })
  refusals: RefusalObject[];
  @Field(() => CostEstimateObject, {
    nullable: true,
    description:
      'What stands after it costs; null where nothing is billed that is known, or the mutation would be refused.',
  })
  cost: CostEstimateObject | null;
  @Field(() => QuotaCheckObject, {
    nullable: true,
    description:
      "Whether Azure's quota carries it; null where it takes nothing of any, or the mutation would be refused for something else. `offers` are looked up where it does not fit.",
  })
  quota: QuotaCheckObject | null;
  @Field(() => [PolicyFindingObject], {
    description: 'Which policies apply to it, as they were when it was decided.',
  })
  policyFindings: PolicyFindingObject[];
  @Field(() => ApprovalRequirementObject, {
    nullable: true,
    description: 'Who would have to agree before it begins; null: nobody.',
  })
  approval: ApprovalRequirementObject | null;
  @Field(() => Boolean, {
    description:
      'Whether applyPlan would take it: it is not refused, not stale, and was not applied.',
  })
  applicable: boolean;
  @Field(() => Boolean, {
    description: 'Whether its hour is over, or what it would change is otherwise by now.',
  })
  stale: boolean;
  @Field(() => DateTimeScalar, { description: 'Until when it can be applied.' })
  expiresAt: Date;
  @Field(() => PrincipalObject, { description: 'Who asked.' })
  createdBy: PrincipalObject;
  @Field(() => DateTimeScalar, { description: 'When it was decided.' })
  createdAt: Date;
}
