import {
  estimateCost,
  findEstimatePrices,
  type CostedChange,
  type CostEstimate,
} from '#libs/estimates';
import { subscriptionOf } from '#libs/kernel';
import { kinds } from '#libs/kinds';
import type { Proposal, Target, ToDecide } from '#libs/operations';
import type { PriceSettings } from '#libs/prices';
import { shownSettings } from '#libs/resources';

/** What stands after a proposal costs; null for a kind of which nothing is known to be billed. */
export async function findCost(
  prices: PriceSettings,
  { sql, proposal, usage }: ToDecide,
): Promise<CostEstimate | null> {
  const change = costedChange(proposal);
  if (!change) return null;
  const { before, after } = change;
  const subscriptionId = subscriptionOf(proposal.armId);
  const found = await findEstimatePrices(sql, prices, subscriptionId, [before, after]);
  return estimateCost([change], found, usage);
}

/** What a proposal changes of what is billed; undefined where its kind says nothing of that. */
function costedChange({
  kind: operation,
  resourceKind,
  name,
  target,
  desired,
}: Proposal): CostedChange | undefined {
  const kind = kinds.of(resourceKind);
  if (!kind.billed) return undefined;
  const standing = target && settingsOf(target);
  const goes = kinds.operation(operation).during === 'DELETING';
  const settings = goes ? null : (desired ?? standing);
  return {
    name,
    before: standing && kind.billed(standing),
    after: settings && kind.billed(settings),
  };
}

/** What Azure has, and where that is not known what was asked for. */
function settingsOf(target: Target): object {
  const kind = kinds.of(target.kind);
  const { desired, observed } = kind.read(target);
  return shownSettings(kind.settings, desired as never, observed);
}
