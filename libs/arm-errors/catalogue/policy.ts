import { at } from '../json.js';
import { redact } from '../redact.js';
import { groupsOf, type ArmErrorRule, type ErrorText, type Facts } from './rule.js';

const nameFields = [
  'policyAssignmentDisplayName',
  'policyDefinitionDisplayName',
  'policySetDefinitionDisplayName',
  'policyAssignmentName',
];

/** The names of policies, which stand in `additionalInfo` or as JSON at the message's end. */
function policyFacts(error: ErrorText): Facts {
  const fromInfo = error.info.flatMap((info) => {
    const name = nameFields
      .map((field) => at(info, field))
      .find((value) => typeof value === 'string' && value !== '');
    return typeof name === 'string' ? [name] : [];
  });
  const fromText = [
    ...error.message.matchAll(/\\?"policyAssignment\\?":\{\\?"name\\?":\\?"([^"\\]+)/g),
  ];
  const names = fromInfo.length > 0 ? fromInfo : fromText.map((match) => match[1] ?? '');
  const policy =
    names.length > 0 ? ` (${redact([...new Set(names)].join(', ')).slice(0, 500)})` : '';
  return { ...groupsOf(/Resource '(?<target>[^']+)' was disallowed by/i)(error), policy };
}

const policy = { cause: 'policy', retry: 'NEVER', facts: policyFacts } as const;
const denied = {
  ...policy,
  code: 'RequestDisallowedByPolicy',
  remedy:
    'An Azure policy forbids this{policy}: change the request to comply, or ask its owner for an exemption.',
};

export const policyRules: readonly ArmErrorRule[] = [
  {
    ...policy,
    code: 'RequestDisallowedByAzure',
    armCodes: ['requestdisallowedbyazure'],
    remedy:
      'Azure offers this subscription other regions only, as it does to trial and student subscriptions: take another region, or another kind of subscription.',
  },
  { ...denied, armCodes: ['requestdisallowedbypolicy', 'policyviolation'] },
  { ...denied, text: /was disallowed by policy/i },
];
