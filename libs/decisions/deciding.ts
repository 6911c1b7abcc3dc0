import { rememberVCpus } from '#libs/ceilings';
import { estimateCost, rememberPrices } from '#libs/estimates';
import type { Decide } from '#libs/operations';
import type { PriceSettings } from '#libs/prices';
import type { Policies } from '#libs/policies';
import { decideQuota } from './decide-quota.js';
import { findApproval } from './find-approval.js';
import { findBill } from './find-bill.js';
import { findCeiling } from './find-ceiling.js';
import { findPolicies } from './find-policies.js';

/** What decisions are made with, beside what a request brings. */
export interface DecisionSettings {
  prices: PriceSettings;
  policies: Policies;
  /** So many hours an operation waits for those who have to agree to it. */
  approvalHours: number;
}

/**
 * Decides on proposals, part by part: each may read what those before it said. A new part comes here in its turn (estimate, quota,
 * policies, approval), with its field of Decision, and where it refuses or warns, with that (ADR 0066).
 */
export function deciding({ prices, policies, approvalHours }: DecisionSettings): Decide {
  const findPrices = rememberPrices(prices);
  const findVCpus = rememberVCpus();
  return async (asked) => {
    const { usage } = asked;
    const bill = await findBill(findPrices, asked);
    const cost = bill && estimateCost(bill.changes, bill.prices, usage);
    const ceiling = await findCeiling(findVCpus, asked, bill, cost);
    const { quota, ...carried } = await decideQuota(prices, asked);
    const ruled = await findPolicies(policies, asked, { cost, ceiling, quota });
    const wanted = await findApproval(asked, ruled.policyFindings, approvalHours);
    return {
      usage,
      cost,
      ceiling,
      quota,
      policyFindings: ruled.policyFindings,
      approval: wanted.approval,
      warnings: [...carried.warnings, ...ruled.warnings, ...wanted.warnings],
      refusals: [...carried.refusals, ...ruled.refusals],
    };
  };
}
