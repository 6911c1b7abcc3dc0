import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import { claimCompute } from '#libs/operations';
import type { GraphqlContext } from '../../context/graphql-context.js';
import { shownOf } from '../../errors/unavailable.js';
import { apiDependencies, type ApiDependencies } from '../../dependencies.js';
import { refused } from '../payload/answer.js';
import { findOperation, findResource } from '../reader.js';
import { rowId } from '../relay/global-id.js';
import { ClaimComputeInput, ClaimComputePayload } from './claim-compute.types.js';

@Resolver()
export class ClaimComputeMutation {
  constructor(@Inject(apiDependencies) private readonly deps: ApiDependencies) {}

  @Mutation(() => ClaimComputePayload, {
    description:
      "Makes a compute that was found in Azure a team's own. Takes the role OPERATOR or ADMIN in that team and in the workspace's.",
  })
  async claimCompute(
    @Context() context: GraphqlContext,
    @Args('input', { type: () => ClaimComputeInput, description: 'What is asked.' })
    input: ClaimComputeInput,
  ) {
    const claimed = await claimCompute(
      this.deps.submit,
      { ...context.request, permission: 'operate' },
      {
        ...input,
        computeId: rowId(
          input.computeId,
          ...(['ComputeCluster', 'ComputeInstance', 'KubernetesCompute'] as const),
        ),
        teamId: rowId(input.teamId, 'Team'),
      },
    );
    if (!claimed.ok) return { ...refused(claimed.error), compute: null };
    const { operationId, resourceId, warnings } = claimed.value;
    const [operation, compute] = await shownOf(
      operationId,
      Promise.all([
        findOperation(this.deps, context, operationId ?? ''),
        findResource(this.deps, context, resourceId),
      ]),
    );
    return { operation, compute, warnings, userErrors: [] };
  }
}
