import { Field, ObjectType } from '@nestjs/graphql';
import type { DependencyRole } from '#libs/kinds/workspaces';
import { WorkspaceDependencyRole } from '../enums.js';
import { TeamObject } from '../principal/principal.types.js';
import { NodeObject } from '../relay/node.types.js';
import { PaidResourceObject } from '../resource/azure-resource.types.js';
import { ManagedIdentityObject } from '../resource/managed-identity.types.js';
import { ResourceGroupObject } from '../resource-groups/resource-group.types.js';
import { ArmIdScalar, DateTimeScalar } from '../scalars/scalars.js';

@ObjectType('WorkspaceDependency', {
  description: 'A storage account, a key vault or the like, which a workspace leans on.',
})
export class WorkspaceDependencyObject {
  @Field(() => WorkspaceDependencyRole, { description: 'What it is to the workspace.' })
  role: DependencyRole;
  @Field(() => ArmIdScalar, { description: 'Its ARM id.' })
  armId: string;
  @Field(() => Boolean, { description: 'Whether it was made for this workspace, by Armature.' })
  madeForIt: boolean;
}

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
  @Field(() => [WorkspaceDependencyObject], { description: 'What it leans on.' })
  dependencies: WorkspaceDependencyObject[];
  @Field(() => String, { description: 'Azure region.' })
  location: string;
  @Field(() => DateTimeScalar, { description: 'When it was asked for.' })
  createdAt: Date;
  @Field(() => TeamObject, { description: 'The team that pays.' })
  team: TeamObject;
}
