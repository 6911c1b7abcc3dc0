import type { PolicyFinding } from '#libs/operations';
import type { Decided } from './proposed-plan.js';

/** Policies that say something else than when the plan was made: changed, come or gone. */
export function policiesMoved(then: Decided, now: Decided): string[] {
  const [before, after] = [byPolicy(then), byPolicy(now)];
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((id) => before.get(id)?.said !== after.get(id)?.said)
    .map((id) => `the policy '${(after.get(id) ?? before.get(id))?.name}' says otherwise`);
}

const byPolicy = ({ decision }: Decided): ReadonlyMap<string, { name: string; said: string }> =>
  new Map((decision?.policyFindings ?? []).map((one) => [one.policy.id, told(one)]));

const told = ({ policy: { name, version }, effect, message }: PolicyFinding) => ({
  name,
  said: `${version} ${effect} ${message}`,
});
