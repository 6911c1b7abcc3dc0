import type { ArmErrorRule } from './rule.js';

/** Codes that say nothing, under which a text can tell that a name is taken (arm-facts, section 12). */
const vagueCodes = ['conflict', 'conflicterror', 'badrequest', 'usererror', 'validationerror', ''];

const taken =
  /is not available\.? Reason: AlreadyExists|\bnames?\b.{0,200}\balready (?:exists|in use|taken|used|reserved)|\balready exists\b/;

const exists = {
  code: 'ALREADY_EXISTS',
  cause: 'request',
  retry: 'NEVER',
  remedy:
    'The name is taken, perhaps where you cannot see it: names of computes are unique in a region, across all its workspaces. Choose another name.',
} as const;

const deleted = {
  ...exists,
  remedy:
    'Something deleted still holds this name, most often a key vault. Purge it (az keyvault list-deleted shows it) or recover it. Choose another name otherwise.',
};

export const nameRules: readonly ArmErrorRule[] = [
  { ...deleted, armCodes: ['flagmustbesetforrestore', 'vaultalreadyexists'] },
  {
    ...deleted,
    text: /same name (?:already )?exists in (?:a )?deleted state|soft[- ]?deleted (?:state|vault|resource)/i,
  },
  {
    ...exists,
    armCodes: [
      ...['alreadyexists', 'resourcealreadyexists', 'namenotavailable', 'nameunavailable'],
      ...['computealreadyexists', 'workspacealreadyexists', 'namealreadyexists'],
      ...['accountnametaken', 'storageaccountalreadytaken', 'alreadyinuse'],
    ],
  },
  {
    ...exists,
    armCodes: vagueCodes,
    text: new RegExp(`${taken.source}(?!.*(?:being (?:deleted|deprovisioned)|in progress))`, 'is'),
  },
  {
    ...exists,
    code: 'InvalidName',
    armCodes: vagueCodes,
    text: /is not available\.? Reason: Invalid\b/i,
    remedy: 'Azure does not take this name, and the message says why: choose another one.',
  },
];
