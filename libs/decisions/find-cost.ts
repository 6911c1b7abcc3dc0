import {
  estimateCost,
  type CostedChange,
  type CostEstimate,
  type FindEstimatePrices,
} from '#libs/estimates';
import { subscriptionOf } from '#libs/kernel';
import { kinds } from '#libs/kinds';
import type { Proposal, Target, ToDecide } from '#libs/operations';
import { shownSettings } from '#libs/resources';
import { madeBeside } from './made-beside.js';

/** What stands after a proposal costs; null for a kind of which nothing is known to be billed. */
export async function findCost(
  findPrices: FindEstimatePrices,
  { sql, proposal, usage, fresh }: ToDecide,
): Promise<CostEstimate | null> {
  const change = costedChange(proposal);
  if (!change) return null;
  const changes = [change, ...madeBeside(proposal)];
  const billed = changes.flatMap(({ before, after }) => [before, after]);
  const subscriptionId = subscriptionOf(proposal.armId);
  const prices = await findPrices(sql, { subscriptionId, billed, fresh });
  return estimateCost(changes, prices, usage);
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
