import { z } from 'zod';
import type { DesiredIdentity, IdentityType, ObservedIdentity } from './identity.schema.js';
import type { ResourceBody } from '../answers/resource-body.js';

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
