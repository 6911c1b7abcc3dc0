import { Field, ObjectType } from '@nestjs/graphql';
import { IdentityType } from '../enums.js';
import { ArmIdScalar } from '../scalars/scalars.js';

@ObjectType('ManagedIdentity', { description: 'Who a resource is towards Azure.' })
export class ManagedIdentityObject {
  @Field(() => IdentityType, { description: 'Which kind.' })
  type: string;
  @Field(() => String, {
    nullable: true,
    description: 'Object id of the system-assigned identity.',
  })
  principalId: string | null;
  @Field(() => [ArmIdScalar], { description: 'The user-assigned ones, in the order asked.' })
  userAssignedIdentityIds: string[];
  @Field(() => String, {
    nullable: true,
    description: 'What jobs run as: the system identity, else the first user-assigned.',
  })
  defaultIdentity: string | null;
}
