import { z } from 'zod';
import { sameArmId } from '#libs/kernel';
import {
  checkIdentity,
  desiredIdentitySchema,
  refusal,
  together,
  type DesiredIdentity,
} from '#libs/resources';
import type { RequestContext } from '#libs/tenants';
import { changeCluster, standingIdentity } from './change-cluster.js';
import { requestOf } from './idempotency.js';
import { idempotencyKeySchema, ifMatchSchema, parseInput, rowIdSchema } from './parse-input.js';
import type { SubmitDeps, Submitted } from './submission.js';
import { submitChange } from './submit-change.js';

const inputSchema = z.object({
  computeId: rowIdSchema,
  identity: desiredIdentitySchema,
  ifMatch: ifMatchSchema,
  idempotencyKey: idempotencyKeySchema,
});

/** Accepts a managed identity: user-assigned ones join those that Azure has, behind them; another type replaces. */
export async function assignComputeIdentity(
  deps: SubmitDeps,
  context: RequestContext,
  raw: unknown,
): Promise<Submitted> {
  const input = parseInput(inputSchema, raw);
  if (!input.ok) return input;
  const { computeId, ifMatch, identity } = input.value;
  const request = requestOf(inputSchema, 'assignComputeIdentity', input.value);
  const change = changeCluster({ computeId, ifMatch, request }, (standing, target) => ({
    asked: ['identity'],
    desired: { ...standing, identity: joined(standingIdentity(standing, target), identity) },
    findings: identity.type === 'NONE' ? nothingToAssign : checkIdentity(identity),
  }));
  return submitChange(deps, context, change);
}

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
