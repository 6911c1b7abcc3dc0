import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { MutationInput } from '../mutation/mutation.inputs.js';
import { MutationPayload } from '../payload/submission.payload.js';
import { ArmIdScalar, DateTimeScalar } from '../scalars/scalars.js';
import { PrincipalObject, TeamObject } from './principal.types.js';

@ObjectType('SharedScope', {
  description: "Something in Azure outside a team's own groups that its requests may name.",
})
export class SharedScopeObject {
  @Field(() => ArmIdScalar, { description: 'A subscription, a resource group or a resource.' })
  armId: string;
  @Field(() => Boolean, { description: 'Whether what lies below it is shared too.' })
  includesChildren: boolean;
  @Field(() => PrincipalObject, { description: 'Who shared it.' })
  sharedBy: PrincipalObject;
  @Field(() => DateTimeScalar, { description: 'When.' })
  createdAt: Date;
}

@InputType('ShareScopeInput', { description: 'What a team may name from now on.' })
export class ShareScopeInput extends MutationInput {
  @Field(() => ID, { description: 'The team that may name it.' })
  teamId: string;
  @Field(() => ArmIdScalar, { description: 'A subscription, a resource group or a resource.' })
  armId: string;
  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description:
      'Whether what lies below it is shared too: needed for what stands in a group. Below a subscription that is what no team holds.',
  })
  includesChildren: boolean | null;
}

@InputType('UnshareScopeInput', { description: 'What a team may no longer name.' })
export class UnshareScopeInput extends MutationInput {
  @Field(() => ID, { description: 'The team that named it.' })
  teamId: string;
  @Field(() => ArmIdScalar, { description: 'The scope as it was shared, in any case.' })
  armId: string;
}

@InputType('SetAllowedLocationsInput', { description: 'Where a team may make things.' })
export class SetAllowedLocationsInput extends MutationInput {
  @Field(() => ID, { description: 'The team.' })
  teamId: string;
  @Field(() => [String], { nullable: true, description: 'Azure regions; null allows all.' })
  locations: string[] | null;
}

@ObjectType({ isAbstract: true })
abstract class TeamPayload extends MutationPayload {
  @Field(() => TeamObject, { nullable: true, description: 'The team; null when refused.' })
  team: TeamObject | null;
}

@ObjectType('ShareScopePayload', { description: 'The answer to shareScope.' })
export class ShareScopePayload extends TeamPayload {}

@ObjectType('UnshareScopePayload', {
  description: 'The answer to unshareScope: warnings name what goes on using it.',
})
export class UnshareScopePayload extends TeamPayload {}

@ObjectType('SetAllowedLocationsPayload', { description: 'The answer to setAllowedLocations.' })
export class SetAllowedLocationsPayload extends TeamPayload {}
