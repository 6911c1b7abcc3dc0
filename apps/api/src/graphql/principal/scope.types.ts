import { Field, ObjectType } from '@nestjs/graphql';
import { ArmIdScalar, DateTimeScalar } from '../scalars/scalars.js';
import { PrincipalObject } from './principal.types.js';

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
