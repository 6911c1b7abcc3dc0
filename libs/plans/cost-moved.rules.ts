import type { CostEstimate } from '#libs/estimates';
import type { Decided } from './proposed-plan.js';

const sums = ['hourlyFloor', 'hourlyCeiling', 'monthlyExpected'] as const;

/**
 * Whether it would cost something else than the plan said. What the plan said was not known nobody relied on: that it is known by now
 * moves nothing.
 */
export function costMoved(then: Decided, now: Decided): string[] {
  const [was, is] = [then.decision?.cost, now.decision?.cost];
  const moved = sums.some((sum) => {
    const told = amountOf(was, sum);
    return told !== undefined && told !== amountOf(is, sum);
  });
  return moved ? [`the price is another: ${inWords(was)}, and is ${inWords(is)}`] : [];
}

const amountOf = (
  cost: CostEstimate | null | undefined,
  sum: (typeof sums)[number],
): string | undefined => {
  const money = cost?.[sum];
  return money ? `${money.amount} ${money.currency}` : undefined;
};

const inWords = (cost: CostEstimate | null | undefined): string =>
  `${amountOf(cost, 'hourlyFloor') ?? 'unknown'} to ${amountOf(cost, 'hourlyCeiling') ?? 'unknown'} an hour`;
