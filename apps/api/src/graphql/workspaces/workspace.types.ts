import { Field, ObjectType } from '@nestjs/graphql';
import { TeamObject } from '../principal/principal.types.js';
import { NodeObject } from '../relay/node.types.js';
import { PaidResourceObject } from '../resource/azure-resource.types.js';
import { ManagedIdentityObject } from '../resource/managed-identity.types.js';
import { ResourceGroupObject } from '../resource-groups/resource-group.types.js';
import { DateTimeScalar } from '../scalars/scalars.js';

@ObjectType('Workspace', {
  description: 'An Azure Machine Learning workspace.',
  implements: () => [NodeObject],
})
export class WorkspaceObject extends PaidResourceObject {
  @Field(() => ResourceGroupObject, { nullable: true, description: 'What holds it.' })
  resourceGroup: ResourceGroupObject | null;
  @Field(() => String, { nullable: true, description: 'How the studio shows it.' })
  friendlyName: string | null;
  @Field(() => String, { nullable: true, description: 'What it is for.' })
  description: string | null;
  @Field(() => ManagedIdentityObject, { description: 'Its managed identity.' })
  identity: ManagedIdentityObject;
  @Field(() => String, { description: 'Azure region.' })
  location: string;
  @Field(() => DateTimeScalar, { description: 'When it was asked for.' })
  createdAt: Date;
  @Field(() => TeamObject, { description: 'The team that pays.' })
  team: TeamObject;
}
