import type { ArmErrorRule } from './rule.js';

const fault = { cause: 'fault', retry: 'LATER' } as const;

/** Azure's own faults, and what passes with the next request. */
export const faultRules: readonly ArmErrorRule[] = [
  {
    code: 'ClusterLost',
    text: /\b(?:BatchAI|AzureMLCompute) cluster\b.*\b(?:was not found|does not exist)/is,
    cause: 'fault',
    retry: 'NEVER',
    remedy:
      'Azure has lost the machines behind this cluster, which still stands in the workspace: delete it and create it again.',
  },
  {
    ...fault,
    code: 'InternalServerError',
    armCodes: ['internalservererror', 'internalerror', 'systemerror', 'serviceerror'],
    remedy:
      'A fault inside Azure: try again, and give Azure support the request id if it stays so.',
  },
  {
    ...fault,
    code: 'InternalServerError',
    text: /^an internal server error occurred|'code\\?': \\?'Internal(?:Server)?Error/i,
    remedy:
      'A fault inside Azure: try again, and give Azure support the request id if it stays so.',
  },
  {
    ...fault,
    code: 'ServiceUnavailable',
    armCodes: ['serviceunavailable', 'serverbusy', 'servertimeout', 'gatewaytimeout', 'badgateway'],
    remedy: 'Azure cannot answer at the moment: try again later.',
  },
  {
    code: 'ExpiredAuthenticationToken',
    armCodes: ['expiredauthenticationtoken'],
    cause: 'fault',
    retry: 'NOW',
    remedy: 'The access token ran out on the way: it is renewed with the next request.',
  },
];
