import { Field, ObjectType } from '@nestjs/graphql';
import { TeamObject } from '../principal/principal.types.js';
import { NodeObject } from '../relay/node.types.js';
import { UuidScalar } from '../scalars/scalars.js';

@ObjectType('AzureSubscription', {
  description: 'An Azure subscription that Armature was made to know.',
  implements: () => [NodeObject],
})
export class AzureSubscriptionObject extends NodeObject {
  @Field(() => UuidScalar, { description: 'Its id in Azure.' })
  subscriptionId: string;
  @Field(() => String, { description: 'Its name in Azure.' })
  displayName: string;
  @Field(() => TeamObject, {
    nullable: true,
    description: 'The team that may use it without a share; its people see it.',
  })
  defaultTeam: TeamObject | null;
  @Field(() => String, {
    nullable: true,
    description: 'The Azure region of resource groups in it whose request names none.',
  })
  defaultLocation: string | null;
  @Field(() => [String], {
    description:
      'What Armature needs and no role of its identity allows there, as Azure last said. Empty: nothing is missing.',
  })
  missingActions: string[];
  @Field(() => [String], {
    description:
      'Resource providers that Armature needs and the subscription is not registered for, as Azure last said: registerProviders does it.',
  })
  missingProviders: string[];
}
