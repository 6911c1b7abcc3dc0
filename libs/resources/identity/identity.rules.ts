import { armIdKey } from '#libs/kernel';
import { nothing, refusal, together, type FieldPath, type Findings } from '../findings.rules.js';
import type { DesiredIdentity } from './identity.schema.js';

const userAssigned =
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.ManagedIdentity\/userAssignedIdentities\/[^/]+$/i;

/** One system-assigned identity or one or several user-assigned ones, never both (docs/azure-facts.md#identity). */
export function checkIdentity(
  identity: DesiredIdentity,
  path: FieldPath = ['input', 'identity'],
): Findings {
  const ids = identity.userAssignedIdentityIds;
  const field = [...path, 'userAssignedIdentityIds'];
  if (identity.type !== 'USER_ASSIGNED') {
    const message = `${identity.type} goes with no user-assigned identities: there is one system-assigned identity, or user-assigned ones, or none.`;
    return ids.length > 0 ? refusal('IDENTITY_CONFLICT', field, message) : nothing;
  }
  if (ids.length === 0)
    return refusal('INVALID_INPUT', field, 'USER_ASSIGNED needs at least one id');
  return together(
    ...ids.map((id, index) => checkId(id, ids.slice(0, index), [...field, `${index}`])),
  );
}

function checkId(id: string, before: readonly string[], field: FieldPath): Findings {
  if (!userAssigned.test(id)) {
    const message =
      'must be /subscriptions/…/providers/Microsoft.ManagedIdentity/userAssignedIdentities/…';
    return refusal('INVALID_INPUT', field, message);
  }
  const again = before.some((other) => armIdKey(other) === armIdKey(id));
  return again ? refusal('INVALID_INPUT', field, 'is named twice') : nothing;
}
