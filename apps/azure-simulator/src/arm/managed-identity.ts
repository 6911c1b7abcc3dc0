import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { isObject } from '#libs/kernel';
import { tenantId } from '../identity/tokens.js';
import { ArmRefusal } from './arm-error.js';

const identityIdPattern =
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.ManagedIdentity\/userAssignedIdentities\/[^/]+$/i;

/** `identity` of a request. The type is also written with a space after the comma. */
export const identitySchema = z
  .looseObject({
    type: z
      .string()
      .transform((type) => type.replaceAll(' ', ''))
      .pipe(z.enum(['None', 'SystemAssigned', 'UserAssigned', 'SystemAssigned,UserAssigned'])),
    userAssignedIdentities: z.record(z.string(), z.unknown()).nullish(),
  })
  .nullish();

export type RequestedIdentity = z.infer<typeof identitySchema>;

/** `identity` as ARM answers it, with what only ARM knows filled in. */
export interface ManagedIdentity {
  type: string;
  principalId?: string;
  tenantId?: string;
  userAssignedIdentities?: Record<string, { principalId: string; clientId: string }>;
  /** What the caller set beside. */
  [later: string]: unknown;
}

/** A system-assigned identity keeps its principal while it stays; removed and added again it is another one. */
export function resolveIdentity(
  requested: RequestedIdentity,
  earlier: ManagedIdentity | undefined,
): ManagedIdentity | undefined {
  if (!requested || requested.type === 'None') return undefined;
  const isSystem = requested.type.startsWith('SystemAssigned');
  const isUser = requested.type.endsWith('UserAssigned');
  const { type, userAssignedIdentities, principalId: _p, tenantId: _t, ...later } = requested;
  const assigned = Object.entries(userAssignedIdentities ?? {}).filter(
    ([, value]) => value !== null,
  );
  checkIds(
    isUser,
    assigned.map(([id]) => id),
  );
  return {
    ...later,
    type,
    ...(isSystem ? { principalId: earlier?.principalId ?? randomUUID(), tenantId } : {}),
    ...(isUser
      ? { userAssignedIdentities: Object.fromEntries(assigned.map(describeIdentity)) }
      : {}),
  };
}

function checkIds(isUser: boolean, ids: readonly string[]): void {
  if (isUser && ids.length === 0)
    throw new ArmRefusal(400, {
      code: 'MissingIdentityIds',
      message: "The identity ids must not be null or empty for 'UserAssigned' identity type.",
      target: 'identity.userAssignedIdentities',
    });
  const wrong = isUser ? ids.find((id) => !identityIdPattern.test(id)) : undefined;
  if (wrong !== undefined)
    throw new ArmRefusal(400, {
      code: 'LinkedInvalidPropertyId',
      message: `Property id '${wrong}' at path 'identity.userAssignedIdentities' is invalid. Expect fully qualified resource Id that start with '/subscriptions/{subscriptionId}' or '/providers/{resourceProviderNamespace}/'.`,
      target: 'identity.userAssignedIdentities',
    });
}

/** Azure answers the ids with `resourcegroups` in lower case, whatever was sent. */
function describeIdentity([id, given]: [string, unknown]): [
  string,
  { principalId: string; clientId: string },
] {
  const answered = id.replace(/\/resourceGroups\//i, '/resourcegroups/');
  const known = { principalId: uuidOf(`principal:${id}`), clientId: uuidOf(`client:${id}`) };
  return [answered, { ...(isObject(given) && given), ...known }];
}

/** The same for the same identity, whoever uses it. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text.toLowerCase()).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
