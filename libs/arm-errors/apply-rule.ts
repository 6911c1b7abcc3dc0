import type { ProvisioningError, RetryAdvice } from '#libs/kernel';
import { armErrorCatalogue } from './catalogue/index.js';
import type { ArmErrorCause, Facts } from './catalogue/rule.js';
import type { SaidError } from './choose-error.js';
import { ruleFor } from './rule-for.js';

/**
 * The cause that the catalogue gives for an error's code, ours or ARM's. Undefined for a code it does not
 * know.
 */
export const causeOf = ({ code }: Pick<ProvisioningError, 'code'>): ArmErrorCause | undefined =>
  (armErrorCatalogue.find((rule) => rule.code === code) ?? ruleFor({ code, message: '' }))?.cause;

/** The remedy in words; what Azure did not name is called by what it is. */
export const fill = (remedy: string, facts: Facts): string =>
  remedy.replace(
    /\{(\w+)\}/g,
    (_, name: string) => facts[name] ?? (name === 'action' ? 'it needs' : 'what Azure names'),
  );

/** What is said of an error that has no code, or a code that the catalogue does not know. */
export interface Fallback {
  code: string;
  /** `byCode`: of something that was accepted and failed, see `adviceOnFailure`. */
  retry: RetryAdvice | 'byCode';
}

const aboutRequest =
  /^(?:validation|bad|invalid|unsupported|usererror)|(?:notsupported|notallowed|invalid)$/i;

/**
 * Retry advice for an accepted request that failed with a code outside the catalogue. The same for a failure
 * read at a poll URL and one read on the resource.
 */
const adviceOnFailure = (code: string): RetryAdvice =>
  aboutRequest.test(code) ? 'NEVER' : 'LATER';

/** What can be done about what nobody knows: never nothing. */
const generalRemedy = (retry: RetryAdvice): string =>
  retry === 'NEVER'
    ? 'Azure refuses this however often it is sent. Change what its message names, and ask for it anew.'
    : "Azure's message is all that is known of this error: look there, and at the activity log of its resource group, for what stands in the way.";

const isCode = (code: string): boolean => code !== '' && !/^\d+$/.test(code);

/** An error of Azure's as ours, without its details. `texts`: every message of the body. */
export function applyRule(
  said: SaidError,
  fallback: Fallback,
  texts: readonly string[],
): ProvisioningError {
  const { node, code } = said;
  const rule = ruleFor(said);
  const message = said.message || 'Azure gave no reason.';
  const facts = rule?.facts?.({ ...node, message: said.message, texts }) ?? {};
  const target = facts['target'] ?? node.target;
  const retry =
    rule?.retry ?? (fallback.retry === 'byCode' ? adviceOnFailure(code) : fallback.retry);
  return {
    code: rule?.code ?? (isCode(code) ? code : fallback.code),
    message,
    retry,
    remedy: rule ? fill(rule.remedy, target ? { target, ...facts } : facts) : generalRemedy(retry),
    ...(target ? { target } : {}),
  };
}
