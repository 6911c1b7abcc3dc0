import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import {
  abandonOperation,
  cancelOperation,
  retryOperation,
  type ChangeResult,
} from '#libs/operations';
import { apiDependencies, type ApiDependencies } from '../../dependencies.js';
import type { GraphqlContext } from '../../context/graphql-context.js';
import {
  AbandonOperationInput,
  CancelOperationInput,
  RetryOperationInput,
} from '../operation/operation.types.js';
import { shownOf } from '../../errors/unavailable.js';
import { refused } from '../payload/answer.js';
import {
  AbandonOperationPayload,
  CancelOperationPayload,
  RetryOperationPayload,
} from '../payload/payload.types.js';
import { findOperation } from '../reader.js';
import { rowId } from '../relay/global-id.js';

@Resolver()
export class OperationMutations {
  constructor(@Inject(apiDependencies) private readonly deps: ApiDependencies) {}

  @Mutation(() => CancelOperationPayload, {
    description:
      'Cancels an operation; what was sent to Azure already is undone where that is possible.',
  })
  async cancelOperation(
    @Context() context: GraphqlContext,
    @Args('input', { type: () => CancelOperationInput, description: 'What is asked.' })
    input: CancelOperationInput,
  ) {
    const { submit } = this.deps;
    return this.show(
      context,
      await cancelOperation(
        submit,
        context.request,
        rowId(input.id, 'Operation'),
        input.idempotencyKey,
      ),
    );
  }

  @Mutation(() => RetryOperationPayload, {
    description: 'Takes up a failed operation, from its failed step.',
  })
  async retryOperation(
    @Context() context: GraphqlContext,
    @Args('input', { type: () => RetryOperationInput, description: 'What is asked.' })
    input: RetryOperationInput,
  ) {
    const { submit } = this.deps;
    return this.show(
      context,
      await retryOperation(
        submit,
        context.request,
        rowId(input.id, 'Operation'),
        input.idempotencyKey,
      ),
    );
  }

  @Mutation(() => AbandonOperationPayload, {
    description:
      "For the platform's administrators: ends an operation that does not end by itself as FAILED with OUTCOME_UNKNOWN, and frees its resource. Nothing is undone; what stands in Azure is found out afterwards.",
  })
  async abandonOperation(
    @Context() context: GraphqlContext,
    @Args('input', { type: () => AbandonOperationInput, description: 'What is asked.' })
    input: AbandonOperationInput,
  ) {
    const { submit } = this.deps;
    return this.show(
      context,
      await abandonOperation(
        submit,
        context.request,
        rowId(input.id, 'Operation'),
        input.idempotencyKey,
      ),
    );
  }

  private async show(context: GraphqlContext, result: ChangeResult) {
    if (!result.ok) return refused(result.error);
    const { operationId } = result.value;
    const operation = await shownOf(operationId, findOperation(this.deps, context, operationId));
    return { operation, warnings: [], userErrors: [] };
  }
}
