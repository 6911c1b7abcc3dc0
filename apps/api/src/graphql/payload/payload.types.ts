import { Field, ID, InterfaceType, ObjectType } from '@nestjs/graphql';
import { UserErrorCode } from '../enums.js';
import { ComputeClusterObject, ComputeObject } from '../compute/compute.types.js';
import { OperationObject } from '../operation/operation.types.js';
import { ApiKeyObject, TeamObject } from '../principal/principal.types.js';
import { NodeObject } from '../relay/node.types.js';
import { ResourceGroupObject, WorkspaceObject } from '../resource/resource.types.js';

@InterfaceType('UserError', { description: 'An expected refusal.', resolveType: () => 'Refusal' })
export abstract class UserErrorObject {
  @Field(() => UserErrorCode, { description: 'Why; never changes meaning.' })
  code: string;
  @Field(() => String, { description: 'What is wrong and what would be right.' })
  message: string;
  @Field(() => [String], { nullable: true, description: 'Path of the argument it is about.' })
  field: string[] | null;
  @Field(() => ID, {
    nullable: true,
    description: 'With OPERATION_IN_PROGRESS: the operation that is under way.',
  })
  operationId: string | null;
}

@ObjectType('Refusal', {
  description: 'A refusal of a request.',
  implements: () => [UserErrorObject],
})
export class RefusalObject extends UserErrorObject {}

@ObjectType('Warning', { description: 'Worth saying, no reason to refuse.' })
export class WarningObject {
  @Field(() => String, { description: 'Which warning.' })
  code: string;
  @Field(() => String, { description: 'What to know.' })
  message: string;
  @Field(() => [String], { nullable: true, description: 'Path of the argument it is about.' })
  field: string[] | null;
}

@ObjectType('CreateResourceGroupPayload', { description: 'The answer to createResourceGroup.' })
export class CreateResourceGroupPayload {
  @Field(() => OperationObject, {
    nullable: true,
    description: 'What was accepted; null when refused.',
  })
  operation: OperationObject | null;
  @Field(() => ResourceGroupObject, {
    nullable: true,
    description: 'What it changes; null when refused.',
  })
  resourceGroup: ResourceGroupObject | null;
  @Field(() => [WarningObject], { description: 'Worth saying, no reason to refuse.' })
  warnings: WarningObject[];
  @Field(() => [UserErrorObject], {
    description: 'Why it was refused; empty when it was accepted.',
  })
  userErrors: UserErrorObject[];
}

@ObjectType('DeleteResourceGroupPayload', { description: 'The answer to deleteResourceGroup.' })
export class DeleteResourceGroupPayload {
  @Field(() => OperationObject, {
    nullable: true,
    description: 'What was accepted; null when refused.',
  })
  operation: OperationObject | null;
  @Field(() => ResourceGroupObject, {
    nullable: true,
    description: 'What it changes; null when refused.',
  })
  resourceGroup: ResourceGroupObject | null;
  @Field(() => [WarningObject], { description: 'Worth saying, no reason to refuse.' })
  warnings: WarningObject[];
  @Field(() => [UserErrorObject], {
    description: 'Why it was refused; empty when it was accepted.',
  })
  userErrors: UserErrorObject[];
}

@ObjectType('CreateWorkspacePayload', { description: 'The answer to createWorkspace.' })
export class CreateWorkspacePayload {
  @Field(() => OperationObject, {
    nullable: true,
    description: 'What was accepted; null when refused.',
  })
  operation: OperationObject | null;
  @Field(() => WorkspaceObject, {
    nullable: true,
    description: 'What it changes; null when refused.',
  })
  workspace: WorkspaceObject | null;
  @Field(() => [WarningObject], { description: 'Worth saying, no reason to refuse.' })
  warnings: WarningObject[];
  @Field(() => [UserErrorObject], {
    description: 'Why it was refused; empty when it was accepted.',
  })
  userErrors: UserErrorObject[];
}

@ObjectType('DeleteWorkspacePayload', { description: 'The answer to deleteWorkspace.' })
export class DeleteWorkspacePayload {
  @Field(() => OperationObject, {
    nullable: true,
    description: 'What was accepted; null when refused.',
  })
  operation: OperationObject | null;
  @Field(() => WorkspaceObject, {
    nullable: true,
    description: 'What it changes; null when refused.',
  })
  workspace: WorkspaceObject | null;
  @Field(() => [WarningObject], { description: 'Worth saying, no reason to refuse.' })
  warnings: WarningObject[];
  @Field(() => [UserErrorObject], {
    description: 'Why it was refused; empty when it was accepted.',
  })
  userErrors: UserErrorObject[];
}

@ObjectType('CreateComputeClusterPayload', { description: 'The answer to createComputeCluster.' })
export class CreateComputeClusterPayload {
  @Field(() => OperationObject, {
    nullable: true,
    description: 'What was accepted; null when refused.',
  })
  operation: OperationObject | null;
  @Field(() => ComputeClusterObject, {
    nullable: true,
    description: 'What it changes; null when refused.',
  })
  compute: ComputeClusterObject | null;
  @Field(() => [WarningObject], { description: 'Worth saying, no reason to refuse.' })
  warnings: WarningObject[];
  @Field(() => [UserErrorObject], {
    description: 'Why it was refused; empty when it was accepted.',
  })
  userErrors: UserErrorObject[];
}

@ObjectType('UpdateComputeClusterPayload', { description: 'The answer to updateComputeCluster.' })
export class UpdateComputeClusterPayload {
  @Field(() => OperationObject, {
    nullable: true,
    description: 'What was accepted; null when refused.',
  })
  operation: OperationObject | null;
  @Field(() => ComputeClusterObject, {
    nullable: true,
    description: 'What it changes; null when refused.',
  })
  compute: ComputeClusterObject | null;
  @Field(() => [WarningObject], { description: 'Worth saying, no reason to refuse.' })
  warnings: WarningObject[];
  @Field(() => [UserErrorObject], {
    description: 'Why it was refused; empty when it was accepted.',
  })
  userErrors: UserErrorObject[];
}

@ObjectType('AssignComputeIdentityPayload', { description: 'The answer to assignComputeIdentity.' })
export class AssignComputeIdentityPayload {
  @Field(() => OperationObject, {
    nullable: true,
    description: 'What was accepted; null when refused.',
  })
  operation: OperationObject | null;
  @Field(() => ComputeClusterObject, {
    nullable: true,
    description: 'What it changes; null when refused.',
  })
  compute: ComputeClusterObject | null;
  @Field(() => [WarningObject], { description: 'Worth saying, no reason to refuse.' })
  warnings: WarningObject[];
  @Field(() => [UserErrorObject], {
    description: 'Why it was refused; empty when it was accepted.',
  })
  userErrors: UserErrorObject[];
}

@ObjectType('RemoveComputeIdentityPayload', { description: 'The answer to removeComputeIdentity.' })
export class RemoveComputeIdentityPayload {
  @Field(() => OperationObject, {
    nullable: true,
    description: 'What was accepted; null when refused.',
  })
  operation: OperationObject | null;
  @Field(() => ComputeClusterObject, {
    nullable: true,
    description: 'What it changes; null when refused.',
  })
  compute: ComputeClusterObject | null;
  @Field(() => [WarningObject], { description: 'Worth saying, no reason to refuse.' })
  warnings: WarningObject[];
  @Field(() => [UserErrorObject], {
    description: 'Why it was refused; empty when it was accepted.',
  })
  userErrors: UserErrorObject[];
}

@ObjectType('DeleteComputePayload', { description: 'The answer to deleteCompute.' })
export class DeleteComputePayload {
  @Field(() => OperationObject, {
    nullable: true,
    description: 'What was accepted; null when refused.',
  })
  operation: OperationObject | null;
  @Field(() => ComputeObject, {
    nullable: true,
    description: 'What it changes; null when refused.',
  })
  compute: ComputeObject | null;
  @Field(() => [WarningObject], { description: 'Worth saying, no reason to refuse.' })
  warnings: WarningObject[];
  @Field(() => [UserErrorObject], {
    description: 'Why it was refused; empty when it was accepted.',
  })
  userErrors: UserErrorObject[];
}

@ObjectType('SetCostTagsPayload', { description: 'The answer to setCostTags.' })
export class SetCostTagsPayload {
  @Field(() => OperationObject, {
    nullable: true,
    description: 'What was accepted; null when refused.',
  })
  operation: OperationObject | null;
  @Field(() => NodeObject, { nullable: true, description: 'What it changes; null when refused.' })
  resource: NodeObject | null;
  @Field(() => [WarningObject], { description: 'Worth saying, no reason to refuse.' })
  warnings: WarningObject[];
  @Field(() => [UserErrorObject], {
    description: 'Why it was refused; empty when it was accepted.',
  })
  userErrors: UserErrorObject[];
}

@ObjectType('CancelOperationPayload', { description: 'The answer to cancelOperation.' })
export class CancelOperationPayload {
  @Field(() => OperationObject, {
    nullable: true,
    description: 'What was accepted; null when refused.',
  })
  operation: OperationObject | null;
  @Field(() => [WarningObject], { description: 'Worth saying, no reason to refuse.' })
  warnings: WarningObject[];
  @Field(() => [UserErrorObject], {
    description: 'Why it was refused; empty when it was accepted.',
  })
  userErrors: UserErrorObject[];
}

@ObjectType('RetryOperationPayload', { description: 'The answer to retryOperation.' })
export class RetryOperationPayload {
  @Field(() => OperationObject, {
    nullable: true,
    description: 'What was accepted; null when refused.',
  })
  operation: OperationObject | null;
  @Field(() => [WarningObject], { description: 'Worth saying, no reason to refuse.' })
  warnings: WarningObject[];
  @Field(() => [UserErrorObject], {
    description: 'Why it was refused; empty when it was accepted.',
  })
  userErrors: UserErrorObject[];
}

@ObjectType('CreateTeamPayload', { description: 'The answer to createTeam.' })
export class CreateTeamPayload {
  @Field(() => TeamObject, { nullable: true, description: 'The new team.' })
  team: TeamObject | null;
  @Field(() => [WarningObject], { description: 'Worth saying, no reason to refuse.' })
  warnings: WarningObject[];
  @Field(() => [UserErrorObject], {
    description: 'Why it was refused; empty when it was accepted.',
  })
  userErrors: UserErrorObject[];
}

@ObjectType('CreateApiKeyPayload', { description: 'The answer to createApiKey.' })
export class CreateApiKeyPayload {
  @Field(() => ApiKeyObject, { nullable: true, description: 'The new key.' })
  apiKey: ApiKeyObject | null;
  @Field(() => String, { nullable: true, description: 'The key itself: shown this once.' })
  secret: string | null;
  @Field(() => [WarningObject], { description: 'Worth saying, no reason to refuse.' })
  warnings: WarningObject[];
  @Field(() => [UserErrorObject], {
    description: 'Why it was refused; empty when it was accepted.',
  })
  userErrors: UserErrorObject[];
}

@ObjectType('RevokeApiKeyPayload', { description: 'The answer to revokeApiKey.' })
export class RevokeApiKeyPayload {
  @Field(() => ApiKeyObject, { nullable: true, description: 'The key, revoked.' })
  apiKey: ApiKeyObject | null;
  @Field(() => [WarningObject], { description: 'Worth saying, no reason to refuse.' })
  warnings: WarningObject[];
  @Field(() => [UserErrorObject], {
    description: 'Why it was refused; empty when it was accepted.',
  })
  userErrors: UserErrorObject[];
}
