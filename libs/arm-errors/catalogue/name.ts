import { underWay } from './busy.js';
import { anyOf, vagueCodes, type ArmErrorRule } from './rule.js';

const taken = anyOf(
  /\balready exists\b|\bexists already\b|\bduplicate\b[^.]{0,40}\bname/,
  /\bnames?\b.{0,200}\balready (?:in use|taken|used|reserved)/,
  /\bname\b[^.]{0,100}\bis (?:not unique|taken|in use|unavailable)/,
  /\balready (?:a|an|another) [\w ]{1,40}\b(?:with (?:this|that|the same) name|named|called)/,
);

/** Of what has a name here, and of what a workspace is made with. */
const takenCodes = anyOf(
  /(?:resource|compute\w*|cluster|instance|workspace|vault|\w*registry|\w*account|extension|\w*name)?already(?:exists?|inuse|taken|used)/,
  /\w*name(?:notavailable|unavailable|notunique|inuse|taken|conflict)|duplicate\w*name/,
);

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
  { ...exists, codePattern: new RegExp(`^(?:${takenCodes})$`, 'i') },
  { ...exists, armCodes: vagueCodes, text: /is not available\.? Reason: AlreadyExists/i },
  {
    ...exists,
    armCodes: vagueCodes,
    text: new RegExp(`^(?!.*(?:${underWay})).*(?:${taken})`, 'is'),
  },
  {
    ...exists,
    code: 'InvalidName',
    armCodes: vagueCodes,
    text: /is not available\.? Reason: Invalid\b/i,
    remedy: 'Azure does not take this name, and the message says why: choose another one.',
  },
];
