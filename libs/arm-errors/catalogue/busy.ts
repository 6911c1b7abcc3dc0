import { anyOf, type ArmErrorRule } from './rule.js';

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
      'anotheroperationinprogress',
      'conflictingconcurrentwrite',
      'operationinprogress',
      'conflictingoperation',
      'pessimisticconcurrencyconflict',
      'deploymentactive',
      'etagmismatch',
      'optimisticconcurrencyconflict',
    ],
  },
  {
    // Under codes as little telling as UpdateFailed.
    ...busy,
    code: 'AnotherOperationInProgress',
    text: /\b(?:conflicting|another) operation\b[^.]{0,80}\bin progress|\bby another operation\b/i,
  },
  {
    ...busy,
    code: 'ResourceGroupBeingDeleted',
    armCodes: ['resourcegroupbeingdeleted', 'resourcegroupdeleting'],
    remedy: 'The resource group is being deleted: wait until it is gone, then create it again.',
  },
];

/** Words of what is under way: beside them no name is taken for good. */
export const underWay = anyOf(
  /another (?:\w+ )?operation|(?:operation|deployment|request|job) already exists|concurrent/,
  /in progress|(?:already|still) running|transition(?:ing|al)|deprovisioning/,
  /being (?:created|updated|modified|resized|deleted|provisioned|deprovisioned|processed)/,
  /\b(?:state|is|in)[:\s'"]+(?:creat|updat|delet|provision|resiz|start|stopp|restart)ing\b/,
);

const waits = anyOf(
  /exclusive access|locked by|not in (?:a |its )?(?:terminal|succeeded|ready|stable)/,
  /\bwhile (?:it|its|the)\b|please wait|(?:re)?try (?:it |the \w+ )?(?:again|later)|retry after/,
);

/** Under a code that says no more than conflict: asked after the texts of what stands for good. */
export const busyTexts: readonly ArmErrorRule[] = [
  {
    ...busy,
    code: 'AnotherOperationInProgress',
    armCodes: ['conflict', 'conflicterror'],
    text: new RegExp(`${underWay}|${waits}`, 'i'),
  },
];
