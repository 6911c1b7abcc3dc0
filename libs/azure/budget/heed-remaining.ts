import type { PipelineResponse } from '@azure/core-rest-pipeline';
import type { ArmBudget, BudgetOperation } from './arm-budget.js';

const plurals: Record<BudgetOperation, string> = {
  read: 'reads',
  write: 'writes',
  delete: 'deletes',
};

/** The counts of Azure's that a request of this kind draws on; a provider that counts itself answers the last alone. */
const namesOf = (operation: BudgetOperation): string[] =>
  [
    ...['subscription', 'subscription-global', 'tenant', 'tenant-global'].map(
      (scope) => `${scope}-${plurals[operation]}`,
    ),
    'subscription-resource-requests',
  ].map((name) => `x-ms-ratelimit-remaining-${name}`);

/** The least of what Azure says is left for requests of this kind; undefined where it says nothing. */
export function readRemaining(
  headers: PipelineResponse['headers'],
  operation: BudgetOperation,
): number | undefined {
  const counts = namesOf(operation)
    .map((name) => headers.get(name)?.trim() ?? '')
    .filter((text) => /^\d+$/.test(text))
    .map(Number);
  return counts.length === 0 ? undefined : Math.min(...counts);
}

/** What others may take between our count and Azure's, as several requests are always under way. */
const underWay = 25;

/** A statement is worth it where the two differ by more than what is under way. */
export const isClearlyLess = (remaining: number, left: number): boolean =>
  remaining < left / 2 || remaining < left - underWay;

/**
 * Lowers the bucket that all processes share where Azure says that clearly less is left: somebody else uses the same
 * identity, or the subscription has smaller limits. `left` is what our bucket held when this request took from it.
 */
export async function heedRemaining(
  budget: ArmBudget,
  spent: { subscriptionId: string; operation: BudgetOperation; left: number | undefined },
  headers: PipelineResponse['headers'],
): Promise<void> {
  const { subscriptionId, operation, left } = spent;
  const remaining = readRemaining(headers, operation);
  if (remaining === undefined || left === undefined || !isClearlyLess(remaining, left)) return;
  // The answer counts more than the correction; a database that is away will be noticed by the next call.
  await budget.lower(subscriptionId, operation, remaining).catch(() => undefined);
}
