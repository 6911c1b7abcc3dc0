import { Decimal } from 'decimal.js';
import { amountOf } from '#libs/prices';
import type { TeamUseRow } from '../loaders.js';

/** What GraphQL's Int can hold. */
const most = 2_147_483_647;

/** The limits of a team beside what its computes come to. What is left is never less than nothing. */
export function presentLimits({ limits, used, currency }: TeamUseRow) {
  const { vCpus, computes, hourlyCost } = limits;
  const money = (amount: Decimal.Value) => ({ amount: amountOf(amount), currency });
  const left = hourlyCost && Decimal.max(0, new Decimal(hourlyCost.amount).minus(used.hourly));
  return {
    vCpus: countOf(vCpus, used.vCpus),
    computes: countOf(computes, used.computes),
    hourlyCost: { limit: hourlyCost, used: money(used.hourly), left: left && money(left) },
    uncounted: used.uncounted,
  };
}

const countOf = (limit: number | null, used: number) => ({
  limit,
  used: Math.min(used, most),
  left: limit === null ? null : Math.max(0, limit - used),
});
