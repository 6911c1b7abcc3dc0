import type { ProvisioningError, RetryAdvice } from '#libs/kernel';
import type { ArmErrorCause, ArmErrorRule } from './arm-error-catalogue.js';
import { armErrorCatalogue } from './arm-error-catalogue.js';
import type { ErrorNode } from './read-error-tree.js';
import { redact } from './redact.js';

export const ruleFor = (node: Pick<ErrorNode, 'code' | 'message'>): ArmErrorRule | undefined =>
  armErrorCatalogue.find(
    ({ armCodes, text }) =>
      (!armCodes || armCodes.includes(node.code.toLowerCase())) &&
      (!text || text.test(node.message)),
  );

/** What stands in the way, by the code of an error of ours. Undefined: a code the catalogue does not know. */
export const causeOf = (error: Pick<ProvisioningError, 'code'>): ArmErrorCause | undefined =>
  armErrorCatalogue.find(({ code }) => code === error.code)?.cause;

/** The names of policies, which stand in `additionalInfo` or as JSON at the message's end. */
function policyNames(node: ErrorNode): string {
  const fromInfo = node.info.flatMap((info) => {
    const name = info['policyAssignmentDisplayName'] ?? info['policyDefinitionDisplayName'];
    return typeof name === 'string' && name !== '' ? [name] : [];
  });
  const fromText = [...node.message.matchAll(/"policyAssignment":\{"name":"([^"]+)"/g)];
  const names = fromInfo.length > 0 ? fromInfo : fromText.map((match) => match[1] ?? '');
  return names.length > 0 ? ` (${redact([...new Set(names)].join(', '))})` : '';
}

/** Locks are shown by what they lock: the id up to the lock itself (arm-facts, Locks). */
const lockScopes = (scopes: string): string =>
  scopes
    .split(',')
    .map((scope) => scope.trim().replace(/\/providers\/Microsoft\.Authorization\/locks\/.*$/i, ''))
    .join(', ');

function factsOf(rule: ArmErrorRule, node: ErrorNode): Record<string, string> {
  const groups = { ...rule.facts?.exec(node.message)?.groups };
  const target = groups['target'] ?? node.target;
  return {
    action: 'it needs',
    policy: policyNames(node),
    ...groups,
    ...(target ? { target: rule.cause === 'lock' ? lockScopes(target) : target } : {}),
  };
}

/** The remedy in words; what Azure did not name is called by what it is. */
const fill = (remedy: string, facts: Record<string, string>): string =>
  remedy.replace(/\{(\w+)\}/g, (_, name: string) => facts[name] ?? 'the scope Azure names');

/** What is said of an error that has no code, or a code that the catalogue does not know. */
export interface Fallback {
  code: string;
  /** `byCode`: of something that was accepted and failed, see `adviceOnFailure`. */
  retry: RetryAdvice | 'byCode';
}

const aboutRequest =
  /^(?:validation|bad|invalid|unsupported|usererror)|(?:notsupported|notallowed|invalid)$/i;

/**
 * Whether what was accepted and then failed with a code that the catalogue does not know can succeed later. The same
 * wherever the failure is read: at a poll URL or on the resource.
 */
const adviceOnFailure = (code: string): RetryAdvice =>
  aboutRequest.test(code) ? 'NEVER' : 'LATER';

/** An error of Azure's as ours, without its details. */
export function applyRule(node: ErrorNode, fallback: Fallback): ProvisioningError {
  const rule = ruleFor(node);
  const message = node.message || 'Azure gave no reason.';
  if (!rule) {
    return {
      code: node.code || fallback.code,
      message,
      retry: fallback.retry === 'byCode' ? adviceOnFailure(node.code) : fallback.retry,
      ...(node.target ? { target: node.target } : {}),
    };
  }
  const facts = factsOf(rule, node);
  const target = facts['target'];
  return {
    code: rule.code,
    message,
    retry: rule.retry,
    remedy: fill(rule.remedy, facts),
    ...(target ? { target } : {}),
  };
}
