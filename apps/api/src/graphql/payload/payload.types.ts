import { Field, ObjectType } from '@nestjs/graphql';
import { ComputeObject } from '../compute/compute.types.js';
import { ApiKeyObject, TeamObject } from '../principal/principal.types.js';
import { NodeObject } from '../relay/node.types.js';
import { ResourceGroupObject, WorkspaceObject } from '../resource/resource.types.js';
import { MutationPayload, SubmissionPayload } from './submission.payload.js';

@ObjectType('CreateResourceGroupPayload', { description: 'The answer to createResourceGroup.' })
export class CreateResourceGroupPayload extends SubmissionPayload {
  @Field(() => ResourceGroupObject, {
    nullable: true,
    description: 'What it changes; null when refused.',
  })
  resourceGroup: ResourceGroupObject | null;
}

@ObjectType('DeleteResourceGroupPayload', { description: 'The answer to deleteResourceGroup.' })
export class DeleteResourceGroupPayload extends SubmissionPayload {
  @Field(() => ResourceGroupObject, {
    nullable: true,
    description: 'What it changes; null when refused.',
  })
  resourceGroup: ResourceGroupObject | null;
}

@ObjectType('CreateWorkspacePayload', { description: 'The answer to createWorkspace.' })
export class CreateWorkspacePayload extends SubmissionPayload {
  @Field(() => WorkspaceObject, {
    nullable: true,
    description: 'What it changes; null when refused.',
  })
  workspace: WorkspaceObject | null;
}

@ObjectType('DeleteWorkspacePayload', { description: 'The answer to deleteWorkspace.' })
export class DeleteWorkspacePayload extends SubmissionPayload {
  @Field(() => WorkspaceObject, {
    nullable: true,
    description: 'What it changes; null when refused.',
  })
  workspace: WorkspaceObject | null;
}

@ObjectType('DeleteComputePayload', { description: 'The answer to deleteCompute.' })
export class DeleteComputePayload extends SubmissionPayload {
  @Field(() => ComputeObject, {
    nullable: true,
    description: 'What it changes; null when refused.',
  })
  compute: ComputeObject | null;
}

@ObjectType('SetCostTagsPayload', { description: 'The answer to setCostTags.' })
export class SetCostTagsPayload extends SubmissionPayload {
  @Field(() => NodeObject, { nullable: true, description: 'What it changes; null when refused.' })
  resource: NodeObject | null;
}

@ObjectType('CancelOperationPayload', { description: 'The answer to cancelOperation.' })
export class CancelOperationPayload extends SubmissionPayload {}

@ObjectType('RetryOperationPayload', { description: 'The answer to retryOperation.' })
export class RetryOperationPayload extends SubmissionPayload {}

@ObjectType('AbandonOperationPayload', { description: 'The answer to abandonOperation.' })
export class AbandonOperationPayload extends SubmissionPayload {}

@ObjectType('CreateTeamPayload', { description: 'The answer to createTeam.' })
export class CreateTeamPayload extends MutationPayload {
  @Field(() => TeamObject, { nullable: true, description: 'The new team.' })
  team: TeamObject | null;
}

@ObjectType('CreateApiKeyPayload', { description: 'The answer to createApiKey.' })
export class CreateApiKeyPayload extends MutationPayload {
  @Field(() => ApiKeyObject, { nullable: true, description: 'The new key.' })
  apiKey: ApiKeyObject | null;
  @Field(() => String, { nullable: true, description: 'The key itself: shown this once.' })
  secret: string | null;
}

@ObjectType('RevokeApiKeyPayload', { description: 'The answer to revokeApiKey.' })
export class RevokeApiKeyPayload extends MutationPayload {
  @Field(() => ApiKeyObject, { nullable: true, description: 'The key, revoked.' })
  apiKey: ApiKeyObject | null;
}
