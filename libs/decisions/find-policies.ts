import type { Decision, ToDecide } from '#libs/operations';
import { refusalsOf, warningsOf, type Policies } from '#libs/policies';

/** What the rules of the house say of a proposal: nothing is read where there are none that are about it. */
export async function findPolicies(
  policies: Policies,
  asked: ToDecide,
  said: Pick<Decision, 'cost' | 'ceiling' | 'quota'>,
): Promise<Pick<Decision, 'policyFindings' | 'warnings' | 'refusals'>> {
  const policyFindings = await policies.findingsOn(asked, said);
  return {
    policyFindings,
    warnings: warningsOf(policyFindings),
    refusals: refusalsOf(policyFindings),
  };
}
