import { z } from 'zod';
import { sameArmId } from '#libs/kernel';
import { checkIdentity, refusal, together, type DesiredIdentity } from '#libs/resources';
import { gql, idempotencyKeyField, idOf, verb } from '#libs/verbs';
import {
  requestOf,
  identityInput,
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
    identity: identityInput.describe(
      'User-assigned ones join those that stand; another type replaces.',
    ),
    ifMatch: ifMatchField,
    idempotencyKey: idempotencyKeyField,
  })
  .register(gql, { description: 'An identity for a compute.' });

/** Accepts a managed identity: user-assigned ones join those that Azure has, behind them; another type replaces. */
export const assignComputeIdentity = verb({
  name: 'assignComputeIdentity',
  noun: 'compute cluster',
  summary: 'Gives a managed identity to a compute.',
  input: inputSchema,
  example: { computeId: exampleComputeCluster, identity: { type: 'SYSTEM_ASSIGNED' } },
  target: 'computeId',
  permission: 'operate',
  effect: 'change',
  destructive: false,
  answer: submissionOf('compute', 'ComputeCluster'),
  run: async (deps: SubmitDeps, context, input) => {
    const { computeId, ifMatch, identity } = input;
    const request = requestOf(inputSchema, context, input);
    const change = changeComputeCluster({ computeId, ifMatch, request }, (standing, target) => ({
      asked: ['identity'],
      desired: { ...standing, identity: joined(standingIdentity(standing, target), identity) },
      findings: identity.type === 'NONE' ? nothingToAssign : checkIdentity(identity),
    }));
    return submitChange(deps, context, change);
  },
});

const nothingToAssign = together(
  refusal(
    'INVALID_INPUT',
    ['input', 'identity', 'type'],
    'To take identities away use removeComputeIdentity.',
  ),
);

function joined(standing: DesiredIdentity, asked: DesiredIdentity): DesiredIdentity {
  if (standing.type !== 'USER_ASSIGNED' || asked.type !== 'USER_ASSIGNED') return asked;
  const kept = standing.userAssignedIdentityIds;
  const added = asked.userAssignedIdentityIds.filter((id) => !kept.some((k) => sameArmId(k, id)));
  return { ...asked, userAssignedIdentityIds: [...kept, ...added] };
}
