import type { ArmErrorRule } from './rule.js';

const busy = {
  cause: 'busy',
  retry: 'LATER',
  remedy: 'Another operation is working on it: wait until that has ended.',
} as const;

export const busyRules: readonly ArmErrorRule[] = [
  {
    ...busy,
    code: 'RetryableErrorDueToAnotherOperation',
    armCodes: ['retryableerrorduetoanotheroperation'],
  },
  {
    ...busy,
    code: 'AnotherOperationInProgress',
    armCodes: [
      ...['anotheroperationinprogress', 'conflictingconcurrentwrite', 'operationinprogress'],
      ...['conflictingoperation', 'pessimisticconcurrencyconflict', 'deploymentactive'],
      ...['etagmismatch', 'optimisticconcurrencyconflict'],
    ],
  },
  {
    // Under codes as little telling as UpdateFailed.
    ...busy,
    code: 'AnotherOperationInProgress',
    text: /\b(?:conflicting|another) operation\b[^.]{0,80}\bin progress/i,
  },
  {
    ...busy,
    code: 'ResourceGroupBeingDeleted',
    armCodes: ['resourcegroupbeingdeleted', 'resourcegroupdeleting'],
    remedy: 'The resource group is being deleted: wait until it is gone, then create it again.',
  },
];

/** Under a code that says no more than conflict: asked after the texts of what stands for good. */
export const busyTexts: readonly ArmErrorRule[] = [
  {
    ...busy,
    code: 'AnotherOperationInProgress',
    armCodes: ['conflict', 'conflicterror'],
    text: /another (?:\w+ )?operation|in progress|already running|exclusive access|being (?:created|updated|deleted|provisioned|deprovisioned|modified|processed)|deprovisioning|not in (?:a |its )?(?:terminal|succeeded|ready|stable)|(?:re)?try (?:it |the \w+ )?(?:again|later)|retry after|transition(?:ing|al)|concurrent/i,
  },
];
