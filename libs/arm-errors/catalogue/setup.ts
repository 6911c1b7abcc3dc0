import { groupsOf, type ArmErrorRule } from './rule.js';

const setup = { cause: 'setup', retry: 'LATER' } as const;

const registration = {
  ...setup,
  code: 'MissingSubscriptionRegistration',
  facts: groupsOf(/namespace '(?<target>[^']+)'/i),
  remedy: 'Register the resource provider once: az provider register --namespace {target}',
};

/** What a person must prepare in the subscription. */
export const setupRules: readonly ArmErrorRule[] = [
  {
    ...registration,
    armCodes: [
      'missingsubscriptionregistration',
      'subscriptionnotregistered',
      'missingregistrationfortype',
    ],
  },
  { ...registration, text: /subscription\b.*\bis not registered to use namespace/is },
  {
    ...setup,
    code: 'SubscriptionDisabled',
    armCodes: ['readonlydisabledsubscription', 'disabledsubscription', 'subscriptiondisabled'],
    remedy:
      'The subscription is disabled and can only be read, most often for an unpaid bill or a spent credit: its owner must enable it again.',
  },
  {
    ...setup,
    code: 'IdentityNotFound',
    armCodes: ['failedidentityoperation'],
    facts: groupsOf(/(?<target>\/subscriptions\/[^\s'"]*\/userAssignedIdentities\/[^\s'"]+)/i),
    remedy:
      'The managed identity does not exist, or may not be assigned: check its id, and that it is in the same tenant.',
  },
  {
    code: 'LinkedInvalidPropertyId',
    armCodes: ['linkedinvalidpropertyid', 'invalidresourceid'],
    facts: groupsOf(/at path '(?<target>[^']+)'/i),
    cause: 'request',
    retry: 'NEVER',
    remedy: 'Give {target} as a whole ARM id, /subscriptions/…/providers/….',
  },
];
