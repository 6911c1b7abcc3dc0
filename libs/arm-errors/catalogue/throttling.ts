import type { ArmErrorRule } from './rule.js';

const throttle = {
  cause: 'throttle',
  retry: 'LATER',
  remedy: 'Azure asked for fewer requests: wait and it is sent again.',
} as const;

export const throttlingRules: readonly ArmErrorRule[] = [
  {
    ...throttle,
    code: 'SubscriptionRequestsThrottled',
    armCodes: ['subscriptionrequeststhrottled', 'tenantrequeststhrottled'],
  },
  {
    ...throttle,
    code: 'TooManyRequests',
    armCodes: ['toomanyrequests', '429', 'resourcerequeststhrottled', 'operationthrottled'],
  },
  {
    ...throttle,
    code: 'TooManyRequests',
    text: /could not be processed due to an excessive volume of traffic|number of '\w+' requests for (?:subscription|tenant) .* exceeded/i,
  },
];
