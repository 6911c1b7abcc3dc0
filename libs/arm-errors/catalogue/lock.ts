import { groupsOf, type ArmErrorRule, type ErrorText, type Facts } from './rule.js';

/** Locks are shown by what they lock: the id up to the lock itself (docs/azure-facts.md#locks). */
const lockScopes = (scopes: string): string =>
  scopes
    .split(',')
    .map((scope) => scope.trim().replace(/\/providers\/Microsoft\.Authorization\/locks\/.*$/i, ''))
    .join(', ');

function lockFacts(error: ErrorText): Facts {
  const named = groupsOf(/scope\(s\) are locked:\s*'(?<target>[^']+)'/i)(error);
  const target = named['target'] ?? error.target;
  return target ? { target: lockScopes(target) } : {};
}

const lock = {
  code: 'ScopeLocked',
  cause: 'lock',
  retry: 'LATER',
  facts: lockFacts,
  remedy: 'Remove the lock on {target}, then try again.',
} as const;

export const lockRules: readonly ArmErrorRule[] = [
  { ...lock, armCodes: ['scopelocked'] },
  { ...lock, text: /following scope\(s\) are locked/i },
];
