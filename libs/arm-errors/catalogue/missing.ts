import type { ArmErrorRule } from './rule.js';

const missing = { cause: 'missing', retry: 'NEVER' } as const;

export const missingRules: readonly ArmErrorRule[] = [
  {
    ...missing,
    code: 'ResourceGroupNotFound',
    armCodes: ['resourcegroupnotfound'],
    remedy: 'Create the resource group first.',
  },
  {
    ...missing,
    code: 'ParentResourceNotFound',
    armCodes: ['parentresourcenotfound'],
    remedy: 'Create the resource that should hold it first.',
  },
  {
    ...missing,
    code: 'ResourceNotFound',
    armCodes: ['resourcenotfound', 'notfound', 'computenotfound'],
    remedy: 'It is not in Azure, or was deleted outside of Armature.',
  },
  {
    code: 'SubscriptionNotFound',
    armCodes: ['subscriptionnotfound', 'invalidsubscriptionid'],
    cause: 'setup',
    retry: 'NEVER',
    remedy: "Check the subscription's id, and that Armature's identity may see the subscription.",
  },
];
