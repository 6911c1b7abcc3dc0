import { groupsOf, vagueCodes, type ArmErrorRule } from './rule.js';

const never = { cause: 'request', retry: 'NEVER' } as const;

const immutable = 'This property cannot change once the resource exists: create another one.';

/** What cannot be deleted because of what stands elsewhere; inside a failed deletion of a group, one of its reasons. */
const inUse: readonly ArmErrorRule[] = [
  'InUseSubnetCannotBeDeleted',
  'InUseNetworkSecurityGroupCannotBeDeleted',
  'InUseRouteTableCannotBeDeleted',
  'PublicIPAddressCannotBeDeleted',
  'NicInUse',
].map((code) => ({
  code,
  armCodes: [code.toLowerCase()],
  cause: 'request',
  retry: 'LATER',
  yields: true,
  facts: groupsOf(
    /\bin use by (?:the following resources: )?(?<target>\/subscriptions\/[^\s,;]+?)[.,;]?(?=\s|$)/i,
  ),
  remedy: 'Delete first what uses it, or detach it from there: {target}.',
}));

/** The request must change before it can succeed. */
export const requestRules: readonly ArmErrorRule[] = [
  {
    ...never,
    code: 'InvalidResourceType',
    armCodes: ['invalidresourcetype', 'invalidresourcenamespace', 'noregisteredproviderfound'],
    remedy: 'The region or the subscription does not offer this resource type.',
  },
  {
    ...never,
    code: 'LocationNotAvailableForResourceType',
    armCodes: ['locationnotavailableforresourcetype'],
    remedy: 'Take a region that offers this resource type.',
  },
  {
    ...never,
    code: 'InvalidResourceGroupLocation',
    armCodes: ['invalidresourcegrouplocation', 'invalidresourcelocation'],
    remedy:
      'It exists already in another region, which cannot change: take that region or another name.',
  },
  {
    ...never,
    code: 'PropertyChangeNotAllowed',
    armCodes: ['propertychangenotallowed', 'propertychangenotsupported', 'immutableproperty'],
    remedy: immutable,
  },
  {
    ...never,
    code: 'PropertyChangeNotAllowed',
    armCodes: vagueCodes,
    text: /\b(?:cannot|can't|can not|must not) (?:be )?(?:changed?|updated?|modif(?:y|ied))\b.{0,80}\b(?:after (?:creation|it)|once|of an existing)\b|\bimmutable\b/i,
    remedy: immutable,
  },
  {
    ...never,
    code: 'KubernetesVersionNotSupported',
    codePattern: /K8sVersionNotSupported$/i,
    remedy: 'Upgrade the cluster to a version of Kubernetes that the message names.',
  },
  {
    ...never,
    code: 'KubernetesVersionNotSupported',
    text: /kubernetes version \S+ is not supported/i,
    remedy: 'Upgrade the cluster to a version of Kubernetes that the message names.',
  },
  {
    // What was rolled back tells what stood in the way; its details say why, each.
    code: 'ResourceGroupDeletionBlocked',
    armCodes: ['resourcegroupdeletionblocked'],
    cause: 'setup',
    retry: 'LATER',
    facts: groupsOf(/with identifiers? '(?<target>[^']+)'/i),
    remedy:
      'Azure could not delete {target}, and the group stands. Take away what holds it (a lock, a link from another group, work under way), or delete it by itself; then delete the group again.',
  },
  {
    cause: 'request',
    retry: 'LATER',
    code: 'CannotDeleteResource',
    armCodes: ['cannotdeleteresource'],
    facts: groupsOf(/IDs include: '(?<target>[^']+)'/i),
    remedy: 'Delete first what it still holds: {target}.',
  },
  ...inUse,
];

/** Known by a code that Azure uses for more than one thing: asked last. */
export const weakCodes: readonly ArmErrorRule[] = [
  {
    ...never,
    code: 'OperationNotAllowed',
    armCodes: ['operationnotallowed'],
    remedy:
      'Azure does not allow this here, most often a VM size the subscription may not use in this region: take another size or region.',
  },
];
