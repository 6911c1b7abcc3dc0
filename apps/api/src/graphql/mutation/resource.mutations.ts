import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import {
  createResourceGroup,
  createWorkspace,
  deleteCompute,
  deleteResourceGroup,
  deleteWorkspace,
  setCostTags,
} from '#libs/operations';
import { apiDependencies, type ApiDependencies } from '../../dependencies.js';
import type { GraphqlContext } from '../../context/graphql-context.js';
import { DeleteComputeInput } from '../compute/compute.types.js';
import {
  CreateResourceGroupInput,
  DeleteResourceGroupInput,
  CreateWorkspaceInput,
  DeleteWorkspaceInput,
  SetCostTagsInput,
} from '../resource/resource.types.js';
import { answerSubmission, type UseCase } from '../payload/answer-submission.js';
import {
  CreateResourceGroupPayload,
  DeleteResourceGroupPayload,
  CreateWorkspacePayload,
  DeleteWorkspacePayload,
  DeleteComputePayload,
  SetCostTagsPayload,
} from '../payload/payload.types.js';
import { rowId } from '../relay/global-id.js';

/** Every mutation on a resource: decode ids, call the use case, show what was accepted. */
@Resolver()
export class ResourceMutations {
  constructor(@Inject(apiDependencies) private readonly deps: ApiDependencies) {}

  @Mutation(() => CreateResourceGroupPayload, {
    description: 'Creates a resource group for a team.',
  })
  createResourceGroup(
    @Context() context: GraphqlContext,
    @Args('input', { type: () => CreateResourceGroupInput, description: 'What is asked.' })
    input: CreateResourceGroupInput,
  ) {
    const decoded = { ...input, teamId: rowId(input.teamId, 'Team') };
    return this.submit(context, 'resourceGroup', createResourceGroup, decoded);
  }

  @Mutation(() => DeleteResourceGroupPayload, {
    description: 'Deletes a resource group with everything in it. confirmName must equal its name.',
  })
  deleteResourceGroup(
    @Context() context: GraphqlContext,
    @Args('input', { type: () => DeleteResourceGroupInput, description: 'What is asked.' })
    input: DeleteResourceGroupInput,
  ) {
    const decoded = { ...input, resourceGroupId: rowId(input.resourceGroupId, 'ResourceGroup') };
    return this.submit(context, 'resourceGroup', deleteResourceGroup, decoded);
  }

  @Mutation(() => CreateWorkspacePayload, {
    description: 'Creates a workspace in a resource group.',
  })
  createWorkspace(
    @Context() context: GraphqlContext,
    @Args('input', { type: () => CreateWorkspaceInput, description: 'What is asked.' })
    input: CreateWorkspaceInput,
  ) {
    const decoded = { ...input, resourceGroupId: rowId(input.resourceGroupId, 'ResourceGroup') };
    return this.submit(context, 'workspace', createWorkspace, decoded);
  }

  @Mutation(() => DeleteWorkspacePayload, {
    description: 'Deletes a workspace with its computes. confirmName must equal its name.',
  })
  deleteWorkspace(
    @Context() context: GraphqlContext,
    @Args('input', { type: () => DeleteWorkspaceInput, description: 'What is asked.' })
    input: DeleteWorkspaceInput,
  ) {
    const decoded = { ...input, workspaceId: rowId(input.workspaceId, 'Workspace') };
    return this.submit(context, 'workspace', deleteWorkspace, decoded);
  }

  @Mutation(() => DeleteComputePayload, {
    description: 'Deletes a compute. confirmName must equal its name.',
  })
  deleteCompute(
    @Context() context: GraphqlContext,
    @Args('input', { type: () => DeleteComputeInput, description: 'What is asked.' })
    input: DeleteComputeInput,
  ) {
    const decoded = {
      ...input,
      computeId: rowId(input.computeId, 'ComputeCluster', 'ComputeInstance'),
    };
    return this.submit(context, 'compute', deleteCompute, decoded);
  }

  @Mutation(() => SetCostTagsPayload, {
    description:
      'Replaces the cost tags of a resource, here and in Azure. A Kubernetes compute is detached and attached anew for them.',
  })
  setCostTags(
    @Context() context: GraphqlContext,
    @Args('input', { type: () => SetCostTagsInput, description: 'What is asked.' })
    input: SetCostTagsInput,
  ) {
    const decoded = {
      ...input,
      resourceId: rowId(
        input.resourceId,
        'ResourceGroup',
        'Workspace',
        'ComputeCluster',
        'KubernetesCompute',
        'ArcExtension',
        'ConnectedCluster',
        'ComputeInstance',
      ),
    };
    return this.submit(context, 'resource', setCostTags, decoded);
  }

  private submit(context: GraphqlContext, target: string, useCase: UseCase, input: object) {
    return answerSubmission(this.deps, context, target, useCase, input);
  }
}
