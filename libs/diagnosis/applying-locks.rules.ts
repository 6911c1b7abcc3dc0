import { armIdKey } from '#libs/kernel';
import type { ManagementLock } from './management-lock.observe.js';

/** What a lock was put on, as seen from a compute. */
export type LockedThing =
  | 'SUBSCRIPTION'
  | 'RESOURCE_GROUP'
  | 'WORKSPACE'
  | 'COMPUTE'
  | 'NETWORK_SUBSCRIPTION'
  | 'NETWORK_RESOURCE_GROUP'
  | 'NETWORK_RESOURCE';

export interface ApplyingLock extends ManagementLock {
  on: LockedThing;
}

/**
 * What Azure makes for the nodes of clusters and instances, in the group of their network (docs/azure-facts.md#locks).
 */
const batchResource =
  /\/providers\/microsoft\.network\/[^/]+\/[^/]*azurebatch-cloudservice(?:networksecurityg+roup|publicip|loadbalancer)[^/]*$/;

const prefixOf = (armId: string, segments: number): string =>
  armIdKey(armId)
    .split('/')
    .slice(0, segments + 1)
    .join('/');
const subscriptionKey = (armId: string): string => prefixOf(armId, 2);
const groupKey = (armId: string): string => prefixOf(armId, 4);

/**
 * The locks that hold a compute, each with what it was put on: those above it, which it inherits, those of its network's
 * group and subscription, and those of the network resources that Azure makes for its nodes. Most restrictive first, then widest.
 */
export function applyingLocks(
  { armId, subnetId }: { armId: string; subnetId: string | null },
  locks: readonly ManagementLock[],
): ApplyingLock[] {
  const found = locks.flatMap((lock) => {
    const on = lockedThing(armId, subnetId, armIdKey(lock.scope));
    return on === undefined ? [] : [{ ...lock, on }];
  });
  return found.toSorted(
    (a, b) => severity(b) - severity(a) || order.indexOf(a.on) - order.indexOf(b.on),
  );
}

const severity = ({ level }: ManagementLock): number => (level === 'ReadOnly' ? 1 : 0);

const order: readonly LockedThing[] = [
  ...(['SUBSCRIPTION', 'RESOURCE_GROUP', 'WORKSPACE', 'COMPUTE'] as const),
  ...(['NETWORK_SUBSCRIPTION', 'NETWORK_RESOURCE_GROUP', 'NETWORK_RESOURCE'] as const),
];

function lockedThing(armId: string, subnetId: string | null, scope: string) {
  const above: [string, LockedThing][] = [
    [subscriptionKey(armId), 'SUBSCRIPTION'],
    [groupKey(armId), 'RESOURCE_GROUP'],
    [prefixOf(armId, 8), 'WORKSPACE'],
    [armIdKey(armId), 'COMPUTE'],
    ...(subnetId === null
      ? []
      : ([
          [subscriptionKey(subnetId), 'NETWORK_SUBSCRIPTION'],
          [groupKey(subnetId), 'NETWORK_RESOURCE_GROUP'],
        ] satisfies [string, LockedThing][])),
  ];
  const inherited = above.find(([key]) => key === scope)?.[1];
  return inherited ?? (isBatchResource(armId, subnetId, scope) ? 'NETWORK_RESOURCE' : undefined);
}

const isBatchResource = (armId: string, subnetId: string | null, scope: string): boolean =>
  batchResource.test(scope) &&
  [armId, ...(subnetId === null ? [] : [subnetId])].some((id) =>
    scope.startsWith(`${groupKey(id)}/`),
  );

const nouns: Record<LockedThing, string> = {
  SUBSCRIPTION: 'the subscription',
  RESOURCE_GROUP: 'the resource group',
  WORKSPACE: 'the workspace',
  COMPUTE: 'the compute itself',
  NETWORK_SUBSCRIPTION: 'the subscription of its network',
  NETWORK_RESOURCE_GROUP: 'the resource group of its network',
  NETWORK_RESOURCE: 'a network resource of its nodes,',
};

/** E.g. the CanNotDelete lock 'keep' on the resource group rg. */
export const describeLock = ({ level, name, on, scope }: ApplyingLock): string =>
  `the ${level} lock '${name}' on ${nouns[on]} ${scope.split('/').at(-1) ?? ''}`;
