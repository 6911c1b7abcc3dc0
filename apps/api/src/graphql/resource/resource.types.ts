import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { ProvisioningState, IdentityType } from '../enums.js';
import { ProvisioningErrorObject } from '../operation/operation.types.js';
import { PrincipalObject, TeamObject } from '../principal/principal.types.js';
import { NodeObject } from '../relay/node.types.js';
import { CostTagInput, CostTagObject } from './cost-tag.types.js';
import { ArmIdScalar, DateTimeScalar, UuidScalar } from '../scalars/scalars.js';
import { ChangeInput, MutationInput } from '../mutation/mutation.inputs.js';

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

@InputType('ManagedIdentityInput', {
  description: 'One system-assigned identity, or user-assigned ones, never both.',
})
export class ManagedIdentityInput {
  @Field(() => IdentityType, { description: 'Which kind.' })
  type: string;
  @Field(() => [ArmIdScalar], {
    nullable: true,
    description: 'With USER_ASSIGNED; the first one is the default.',
  })
  userAssignedIdentityIds: string[] | null;
}

@ObjectType('ResourceGroup', { description: 'A resource group.', implements: () => [NodeObject] })
export class ResourceGroupObject extends NodeObject {
  @Field(() => String, { description: 'Its name in Azure.' })
  name: string;
  @Field(() => ArmIdScalar, { description: 'Its ARM id, as ARM wrote it.' })
  armId: string;
  @Field(() => String, {
    description: 'Send it back as ifMatch; changes with every change of desired state.',
  })
  etag: string;
  @Field(() => String, { description: 'Azure region.' })
  location: string;
  @Field(() => ProvisioningState, { description: 'How Azure says it stands.' })
  provisioningState: string;
  @Field(() => String, { description: "Azure's own word." })
  rawProvisioningState: string;
  @Field(() => [ProvisioningErrorObject], {
    description: 'Everything that Azure says is wrong with it.',
  })
  provisioningErrors: ProvisioningErrorObject[];
  @Field(() => [CostTagObject], { description: 'What it is paid under.' })
  costTags: CostTagObject[];
  @Field(() => DateTimeScalar, { description: 'When it was asked for.' })
  createdAt: Date;
  @Field(() => PrincipalObject, {
    nullable: true,
    description: 'Who asked for it; null for what was found in Azure.',
  })
  createdBy: PrincipalObject | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When Azure was last asked about it.',
  })
  observedAt: Date | null;
  @Field(() => TeamObject, { description: 'The team that pays.' })
  team: TeamObject;
}

@ObjectType('Workspace', {
  description: 'An Azure Machine Learning workspace.',
  implements: () => [NodeObject],
})
export class WorkspaceObject extends NodeObject {
  @Field(() => ResourceGroupObject, { nullable: true, description: 'What holds it.' })
  resourceGroup: ResourceGroupObject | null;
  @Field(() => String, { nullable: true, description: 'How the studio shows it.' })
  friendlyName: string | null;
  @Field(() => String, { nullable: true, description: 'What it is for.' })
  description: string | null;
  @Field(() => ManagedIdentityObject, { description: 'Its managed identity.' })
  identity: ManagedIdentityObject;
  @Field(() => String, { description: 'Its name in Azure.' })
  name: string;
  @Field(() => ArmIdScalar, { description: 'Its ARM id, as ARM wrote it.' })
  armId: string;
  @Field(() => String, {
    description: 'Send it back as ifMatch; changes with every change of desired state.',
  })
  etag: string;
  @Field(() => String, { description: 'Azure region.' })
  location: string;
  @Field(() => ProvisioningState, { description: 'How Azure says it stands.' })
  provisioningState: string;
  @Field(() => String, { description: "Azure's own word." })
  rawProvisioningState: string;
  @Field(() => [ProvisioningErrorObject], {
    description: 'Everything that Azure says is wrong with it.',
  })
  provisioningErrors: ProvisioningErrorObject[];
  @Field(() => [CostTagObject], { description: 'What it is paid under.' })
  costTags: CostTagObject[];
  @Field(() => DateTimeScalar, { description: 'When it was asked for.' })
  createdAt: Date;
  @Field(() => PrincipalObject, {
    nullable: true,
    description: 'Who asked for it; null for what was found in Azure.',
  })
  createdBy: PrincipalObject | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When Azure was last asked about it.',
  })
  observedAt: Date | null;
  @Field(() => TeamObject, { description: 'The team that pays.' })
  team: TeamObject;
}

@InputType('WorkspaceFilter', { description: 'All that are named must hold.' })
export class WorkspaceFilter {
  @Field(() => ID, { nullable: true, description: 'What holds it.' })
  resourceGroupId: string | null;
  @Field(() => ID, { nullable: true, description: 'Who pays.' })
  teamId: string | null;
  @Field(() => ProvisioningState, { nullable: true, description: 'How it stands.' })
  provisioningState: string | null;
  @Field(() => String, { nullable: true, description: 'Part of the name, without case.' })
  nameContains: string | null;
}

@InputType('CreateResourceGroupInput', { description: 'A new resource group.' })
export class CreateResourceGroupInput extends MutationInput {
  @Field(() => UuidScalar, {
    nullable: true,
    description: "The Azure subscription; the gateway's default where absent.",
  })
  subscriptionId: string | null;
  @Field(() => String, {
    description: '1 to 90 letters, digits and - _ . ( ), not ending in a period.',
  })
  name: string;
  @Field(() => String, { description: 'Azure region, e.g. westeurope.' })
  location: string;
  @Field(() => ID, { description: 'The team that pays.' })
  teamId: string;
  @Field(() => [CostTagInput], {
    defaultValue: [],
    description: 'Cost tags over the defaults of the team.',
  })
  costTags: CostTagInput[];
}

/** What the deletion of anything that holds others takes. */
@InputType({ isAbstract: true })
class DeleteHolderInput extends MutationInput {
  @Field(() => String, { description: 'Its name, to the letter.' })
  confirmName: string;
  @Field(() => [ArmIdScalar], {
    nullable: true,
    defaultValue: [],
    description:
      'What stands in it, Armature does not manage, and may go too: each by its ARM id, as NOT_EMPTY names them.',
  })
  deleteUnmanagedArmIds: string[] | null;
}

@InputType('DeleteResourceGroupInput', {
  description: 'The group to delete, with everything in it.',
})
export class DeleteResourceGroupInput extends DeleteHolderInput {
  @Field(() => ID, { description: 'The group.' })
  resourceGroupId: string;
}

@InputType('CreateWorkspaceInput', { description: 'A new workspace.' })
export class CreateWorkspaceInput extends MutationInput {
  @Field(() => ID, { description: 'The group that shall hold it.' })
  resourceGroupId: string;
  @Field(() => String, { description: '3 to 33 letters, digits, - and _.' })
  name: string;
  @Field(() => String, { nullable: true, description: "Azure region; the group's where absent." })
  location: string | null;
  @Field(() => String, { nullable: true, description: 'How the studio shows it.' })
  friendlyName: string | null;
  @Field(() => String, { nullable: true, description: 'What it is for.' })
  description: string | null;
  @Field(() => ArmIdScalar, { description: 'ARM id of its storage account. Cannot be changed.' })
  storageAccountId: string;
  @Field(() => ArmIdScalar, { description: 'ARM id of its key vault. Cannot be changed.' })
  keyVaultId: string;
  @Field(() => ArmIdScalar, { nullable: true, description: 'ARM id of its Application Insights.' })
  applicationInsightsId: string | null;
  @Field(() => ArmIdScalar, { nullable: true, description: 'ARM id of its container registry.' })
  containerRegistryId: string | null;
  @Field(() => ManagedIdentityInput, {
    nullable: true,
    description: 'System-assigned where absent.',
  })
  identity: ManagedIdentityInput | null;
  @Field(() => [CostTagInput], {
    defaultValue: [],
    description: 'Cost tags over the defaults of the team.',
  })
  costTags: CostTagInput[];
}

@InputType('DeleteWorkspaceInput', { description: 'The workspace to delete, with its computes.' })
export class DeleteWorkspaceInput extends DeleteHolderInput {
  @Field(() => ID, { description: 'The workspace.' })
  workspaceId: string;
  @Field(() => Boolean, {
    defaultValue: false,
    description: 'True: for good. False: Azure keeps it, and its name, for a while.',
  })
  purge: boolean;
}

@InputType('SetCostTagsInput', { description: 'Cost tags that replace all that stand.' })
export class SetCostTagsInput extends ChangeInput {
  @Field(() => ID, { description: 'A resource group, workspace or compute.' })
  resourceId: string;
  @Field(() => [CostTagInput], {
    description: 'All tags; defaults of the team fill what is not named.',
  })
  costTags: CostTagInput[];
}
