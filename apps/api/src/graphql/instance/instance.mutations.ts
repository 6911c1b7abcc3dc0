import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import {
  createComputeInstance,
  resizeComputeInstance,
  restartComputeInstance,
  startComputeInstance,
  stopComputeInstance,
  updateComputeInstance,
} from '#libs/operations';
import { apiDependencies, type ApiDependencies } from '../../dependencies.js';
import type { GraphqlContext } from '../../context/graphql-context.js';
import { answerSubmission, type UseCase } from '../payload/answer-submission.js';
import { rowId } from '../relay/global-id.js';
import {
  ComputeInstanceActionInput,
  CreateComputeInstanceInput,
  ResizeComputeInstanceInput,
  UpdateComputeInstanceInput,
} from './instance.inputs.js';
import {
  ComputeInstanceActionPayload,
  CreateComputeInstancePayload,
  UpdateComputeInstancePayload,
} from './instance.payloads.js';

/** Every mutation of compute instances: decode ids, call the use case, show what was accepted. */
@Resolver()
export class InstanceMutations {
  constructor(@Inject(apiDependencies) private readonly deps: ApiDependencies) {}

  @Mutation(() => CreateComputeInstancePayload, {
    description: 'Creates a compute instance in a workspace.',
  })
  createComputeInstance(
    @Context() context: GraphqlContext,
    @Args('input', { type: () => CreateComputeInstanceInput, description: 'What is asked.' })
    input: CreateComputeInstanceInput,
  ) {
    return answerSubmission(this.deps, context, 'compute', createComputeInstance, {
      ...input,
      workspaceId: rowId(input.workspaceId, 'Workspace'),
    });
  }

  @Mutation(() => UpdateComputeInstancePayload, {
    description: 'Changes schedules, idle time or cost tags of an instance in place.',
  })
  updateComputeInstance(
    @Context() context: GraphqlContext,
    @Args('input', { type: () => UpdateComputeInstanceInput, description: 'What is asked.' })
    input: UpdateComputeInstanceInput,
  ) {
    return this.change(context, updateComputeInstance, input);
  }

  @Mutation(() => ComputeInstanceActionPayload, { description: 'Starts an instance.' })
  startComputeInstance(
    @Context() context: GraphqlContext,
    @Args('input', { type: () => ComputeInstanceActionInput, description: 'What is asked.' })
    input: ComputeInstanceActionInput,
  ) {
    return this.change(context, startComputeInstance, input);
  }

  @Mutation(() => ComputeInstanceActionPayload, { description: 'Stops an instance.' })
  stopComputeInstance(
    @Context() context: GraphqlContext,
    @Args('input', { type: () => ComputeInstanceActionInput, description: 'What is asked.' })
    input: ComputeInstanceActionInput,
  ) {
    return this.change(context, stopComputeInstance, input);
  }

  @Mutation(() => ComputeInstanceActionPayload, { description: 'Restarts an instance.' })
  restartComputeInstance(
    @Context() context: GraphqlContext,
    @Args('input', { type: () => ComputeInstanceActionInput, description: 'What is asked.' })
    input: ComputeInstanceActionInput,
  ) {
    return this.change(context, restartComputeInstance, input);
  }

  @Mutation(() => ComputeInstanceActionPayload, {
    description: 'Gives an instance another VM size: one of its allowedResizeSizes.',
  })
  resizeComputeInstance(
    @Context() context: GraphqlContext,
    @Args('input', { type: () => ResizeComputeInstanceInput, description: 'What is asked.' })
    input: ResizeComputeInstanceInput,
  ) {
    return this.change(context, resizeComputeInstance, input);
  }

  private change(context: GraphqlContext, useCase: UseCase, input: { computeId: string }) {
    return answerSubmission(this.deps, context, 'compute', useCase, {
      ...input,
      computeId: rowId(input.computeId, 'ComputeInstance'),
    });
  }
}
