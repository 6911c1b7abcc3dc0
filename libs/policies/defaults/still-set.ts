import type { Defaulted, Policy, PolicyFinding } from '#libs/operations';

/** Defaults were set by other policies than count by now: the request is to be looked at anew. */
export class DefaultsMoved extends Error {
  override readonly name = 'DefaultsMoved';
}

/** By which is known whether other policies count by now. */
export const keyOfPolicies = (policies: readonly Policy[]): string =>
  policies.map(({ id, version }) => `${id} ${version}`).join();

/**
 * What was set of the request. Throws DefaultsMoved where other policies set defaults by now; of a plan that is carried out, that
 * is left out of which the policy is otherwise by now.
 */
export function stillSet(
  about: readonly Policy[],
  defaulted: Defaulted | undefined,
): readonly PolicyFinding[] {
  if (!defaulted) return [];
  const { findings, policies } = defaulted;
  const now = about.filter(({ effect }) => effect === 'SET_DEFAULT');
  if (policies === null)
    return findings.filter(({ policy: { id, version } }) =>
      now.some((policy) => policy.id === id && policy.version === version),
    );
  if (policies !== keyOfPolicies(now)) throw new DefaultsMoved();
  return findings;
}
