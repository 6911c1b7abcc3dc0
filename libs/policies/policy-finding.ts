import type { DomainError, Warning } from '#libs/kernel';
import type { ConditionOutcome } from './conditions/evaluate.js';
import type { Policy, PolicyFinding } from '#libs/operations';

/** What a policy says of a request; undefined where it does not apply. One that cannot be evaluated denies. */
export function findingOf(
  policy: Policy,
  outcome: ConditionOutcome | undefined,
): PolicyFinding | undefined {
  const { effect, message } = policy;
  if (outcome === false) return undefined;
  if (outcome === true) return { policy, effect, message, field: null };
  const why = outcome?.error ?? 'It was not evaluated.';
  return {
    policy,
    effect: 'DENY',
    message: `It cannot be evaluated, and denies. ${why}`,
    field: null,
    erred: true,
  };
}

/** Why a request is refused for what was found; empty: it is not. */
export const refusalsOf = (findings: readonly PolicyFinding[]): DomainError[] =>
  findings
    .filter(({ effect }) => effect === 'DENY')
    .map(({ policy, message }) => ({
      code: 'POLICY_DENIED',
      message: `Policy '${policy.name}': ${message}`,
    }));

/** What is worth knowing of what was found. */
export const warningsOf = (findings: readonly PolicyFinding[]): Warning[] =>
  findings
    .filter(({ effect }) => effect === 'WARN')
    .map(({ policy, message }) => ({
      code: 'POLICY_WARNING',
      message: `Policy '${policy.name}': ${message}`,
    }));
