import { z } from 'zod';
import { armIdKey, isObject } from '#libs/kernel';
import type { DesiredIdentity, IdentityType, ObservedIdentity } from './identity.schema.js';
import { objectAt, writable, type ResourceBody } from '../answers/resource-body.js';

const armType: Record<IdentityType, string> = {
  NONE: 'None',
  SYSTEM_ASSIGNED: 'SystemAssigned',
  USER_ASSIGNED: 'UserAssigned',
};

/**
 * `identity` of a PUT, always said in full: a PUT without it removes what was there (docs/azure-facts.md#computes).
 * Both types at once cannot be asked for here, but may have been found in Azure: then none of them is taken away.
 */
export const identityBody = ({
  type,
  userAssignedIdentityIds: ids,
}: DesiredIdentity): ResourceBody => ({
  type: type === 'SYSTEM_ASSIGNED' && ids.length > 0 ? bothTypes : armType[type],
  ...(type !== 'NONE' &&
    ids.length > 0 && { userAssignedIdentities: Object.fromEntries(ids.map((id) => [id, {}])) }),
});

const bothTypes = 'SystemAssigned,UserAssigned';

const isBoth = (type: unknown): boolean =>
  typeof type === 'string' && /^systemassigned, *userassigned$/i.test(type);

/**
 * `identity` of a PUT over what stands, where nobody asked for another one: as ARM has it, of whatever type, without
 * what ARM alone writes. Undefined where it has none.
 */
export function identityAgain(current: ResourceBody): ResourceBody | undefined {
  if (!isObject(current['identity'])) return undefined;
  const identity = writable(current['identity'], ['principalId', 'tenantId']);
  const assigned = identity['userAssignedIdentities'];
  return {
    ...identity,
    ...(isBoth(identity['type']) && { type: bothTypes }),
    ...(isObject(assigned) && { userAssignedIdentities: standingAssigned(assigned) }),
  };
}

/** A null would take one away. */
const standingAssigned = (assigned: ResourceBody): ResourceBody =>
  Object.fromEntries(
    Object.entries(assigned).map(([id, one]) => [
      id,
      isObject(one) ? writable(one, ['principalId', 'clientId']) : {},
    ]),
  );

/** `identity` of a PUT that gives another one: of what stays, all that ARM has of it stays. */
export function changedIdentity(current: ResourceBody, asked: DesiredIdentity): ResourceBody {
  const sent = identityBody(asked);
  const standing = identityAgain(current);
  if (!standing || asked.type === 'NONE') return sent;
  const { userAssignedIdentities: _assigned, ...kept } = standing;
  const { userAssignedIdentities: ids } = sent;
  const before = new Map(
    Object.entries(objectAt(standing, 'userAssignedIdentities')).map(([id, one]) => [
      armIdKey(id),
      one,
    ]),
  );
  const known = Object.keys(isObject(ids) ? ids : {}).map((id) => [
    id,
    before.get(armIdKey(id)) ?? {},
  ]);
  return {
    ...kept,
    ...sent,
    ...(ids !== undefined && { userAssignedIdentities: Object.fromEntries(known) }),
  };
}

const identityAnswer = z.object({
  type: z.string().nullish().catch(null),
  principalId: z.string().nullish().catch(null),
  userAssignedIdentities: z.record(z.string(), z.unknown()).nullish().catch(null),
});

/**
 * `identity` of an answer; none where ARM wrote none. Words are open, with or without spaces
 * (docs/azure-facts.md#workspaces).
 */
export function observeIdentity(body: ResourceBody): ObservedIdentity {
  const answer = identityAnswer.safeParse(body['identity']).data;
  const word = (answer?.type ?? '').toLowerCase();
  const ids = Object.keys(answer?.userAssignedIdentities ?? {});
  const type = typeOf(word);
  return {
    type,
    principalId: answer?.principalId ?? null,
    userAssignedIdentityIds: ids,
    defaultIdentity: defaultOf(type, ids, body['id']),
  };
}

function typeOf(word: string): IdentityType {
  if (word.includes('systemassigned')) return 'SYSTEM_ASSIGNED';
  return word.includes('userassigned') ? 'USER_ASSIGNED' : 'NONE';
}

function defaultOf(type: IdentityType, ids: readonly string[], armId: unknown): string | null {
  if (type === 'USER_ASSIGNED') return ids[0] ?? null;
  if (type === 'NONE' || typeof armId !== 'string') return null;
  return systemIdentityName(armId);
}

/** `{workspace}/computes/{compute}`; a workspace's identity has the workspace's name (docs/azure-facts.md#identity). */
export const systemIdentityName = (armId: string): string =>
  armId
    .split('/')
    .slice(/\/computes\/[^/]+$/i.test(armId) ? -3 : -1)
    .join('/');
