import { armIdKey } from '#libs/kernel';
import type { KnownKinds } from '#libs/kinds';
import type { ArmBody } from '#libs/operations';
import type { ListedResource } from './listed.repository.js';
import type { ListedKind } from './lists.js';

/**
 * What ARM listed, as it is kept; undefined for what is on its way out, and for groups that another resource in Azure
 * manages: they come and go with that.
 */
export function listedAs(
  kinds: KnownKinds,
  kind: ListedKind,
  body: ArmBody,
): ListedResource | undefined {
  const { id, managedBy, location } = body;
  const { observed, rawProvisioningState = '', provisioningState } = kinds.observe(kind, body);
  const isForeign = kind === 'RESOURCE_GROUP' && typeof managedBy === 'string' && managedBy !== '';
  if (typeof id !== 'string' || isForeign || provisioningState === 'DELETING') return undefined;
  const key = armIdKey(id);
  return {
    kind,
    name: id.split('/').at(-1) ?? '',
    armId: id,
    armIdKey: key,
    groupKey: key.split('/').slice(0, 5).join('/'),
    location: typeof location === 'string' ? location : '',
    rawState: rawProvisioningState,
    observed,
  };
}
