import { standingSettings } from '#libs/ceilings';
import type { CostedChange, EstimatePrices, FindEstimatePrices } from '#libs/estimates';
import { subscriptionOf } from '#libs/kernel';
import { kinds } from '#libs/kinds';
import type { Proposal, ToDecide } from '#libs/operations';
import { madeBeside } from './made-beside.js';

/** What a proposal changes of what is billed, and its prices. */
export interface Bill {
  /** Of the proposal's target. */
  own: CostedChange;
  /** Of that and of what is made beside it. */
  changes: CostedChange[];
  prices: EstimatePrices;
}

/** What a proposal changes of what is billed; null for a kind of which nothing is known to be billed. */
export async function findBill(
  findPrices: FindEstimatePrices,
  { sql, proposal, fresh }: ToDecide,
): Promise<Bill | null> {
  const own = costedChange(proposal);
  if (!own) return null;
  const changes = [own, ...madeBeside(proposal)];
  const billed = changes.flatMap(({ before, after }) => [before, after]);
  const subscriptionId = subscriptionOf(proposal.armId);
  return { own, changes, prices: await findPrices(sql, { subscriptionId, billed, fresh }) };
}

function costedChange({
  kind: operation,
  resourceKind,
  name,
  target,
  desired,
}: Proposal): CostedChange | undefined {
  const kind = kinds.of(resourceKind);
  if (!kind.billed) return undefined;
  const standing = target && standingSettings(target);
  const goes = kinds.operation(operation).during === 'DELETING';
  const settings = goes ? null : (desired ?? standing);
  return {
    name,
    before: standing && kind.billed(standing),
    after: settings && kind.billed(settings),
  };
}
