import { z } from 'zod';
import { armIdSchema, sameArmId } from '#libs/kernel';
import {
  noIdentity,
  refusal,
  together,
  type DesiredIdentity,
  type Findings,
} from '#libs/resources';
import { gql, idempotencyKeyField, idOf, optional, verb } from '#libs/verbs';
import {
  requestOf,
  ifMatchField,
  submissionOf,
  type SubmitDeps,
  submitChange,
} from '#libs/operations';
import { changeComputeCluster, standingIdentity } from '../change-compute-cluster.js';
import { exampleComputeCluster } from '../compute-cluster.input.js';

const inputSchema = z
  .strictObject({
    computeId: idOf('ComputeCluster').describe('The compute.'),
    userAssignedIdentityIds: optional(z.array(armIdSchema).min(1).max(100)).describe(
      'These; all where absent.',
    ),
    ifMatch: ifMatchField,
    idempotencyKey: idempotencyKeyField,
  })
  .register(gql, { description: 'Identities to take away.' });

/** Accepts that the named user-assigned identities go, or whatever identity there is where none is named. */
export const removeComputeIdentity = verb({
  name: 'removeComputeIdentity',
  noun: 'compute cluster',
  summary: 'Takes managed identities from a compute.',
  input: inputSchema,
  example: { computeId: exampleComputeCluster },
  target: 'computeId',
  permission: 'operate',
  effect: 'change',
  destructive: true,
  answer: submissionOf('compute', 'ComputeCluster'),
  run: async (deps: SubmitDeps, context, input) => {
    const { computeId, ifMatch, userAssignedIdentityIds: ids } = input;
    const request = requestOf(inputSchema, context, input);
    const change = changeComputeCluster({ computeId, ifMatch, request }, (standing, target) => {
      const found = standingIdentity(standing, target);
      return {
        asked: ['identity'],
        desired: { ...standing, identity: without(found, ids) },
        findings: checkRemoval([found, standing.identity], ids),
      };
    });
    return submitChange(deps, context, change);
  },
});

/** A compute that was found in Azure may have a system identity beside the others: it stays. */
function without(standing: DesiredIdentity, ids: readonly string[] | null): DesiredIdentity {
  if (ids === null) return noIdentity;
  const left = standing.userAssignedIdentityIds.filter((id) => !ids.some((i) => sameArmId(i, id)));
  const isNone = left.length === 0 && standing.type === 'USER_ASSIGNED';
  return isNone ? noIdentity : { ...standing, userAssignedIdentityIds: left };
}

/** An identity that was asked for and never reached Azure can be removed too. */
function checkRemoval(known: readonly DesiredIdentity[], ids: readonly string[] | null): Findings {
  if (known.every(({ type }) => type === 'NONE')) {
    return refusal('INVALID_STATE', ['input', 'computeId'], 'It has no managed identity.');
  }
  const assigned = known.flatMap(({ userAssignedIdentityIds }) => userAssignedIdentityIds);
  const unknown = (ids ?? []).map((id, index) =>
    assigned.some((other) => sameArmId(other, id))
      ? together()
      : refusal(
          'INVALID_INPUT',
          ['input', 'userAssignedIdentityIds', `${index}`],
          'is not assigned to this cluster',
        ),
  );
  return together(...unknown);
}
