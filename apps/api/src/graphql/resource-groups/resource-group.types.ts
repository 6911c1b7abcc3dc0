import { Field, ObjectType } from '@nestjs/graphql';
import { TeamObject } from '../principal/principal.types.js';
import { NodeObject } from '../relay/node.types.js';
import { PaidResourceObject } from '../resource/azure-resource.types.js';
import { DateTimeScalar } from '../scalars/scalars.js';

@ObjectType('ResourceGroup', { description: 'A resource group.', implements: () => [NodeObject] })
export class ResourceGroupObject extends PaidResourceObject {
  @Field(() => String, { description: 'Azure region.' })
  location: string;
  @Field(() => DateTimeScalar, { description: 'When it was asked for.' })
  createdAt: Date;
  @Field(() => TeamObject, { description: 'The team that pays.' })
  team: TeamObject;
}
