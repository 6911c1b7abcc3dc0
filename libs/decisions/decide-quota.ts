import { standingSettings } from '#libs/ceilings';
import { armIdKey, parentArmId, subscriptionOf } from '#libs/kernel';
import { kinds, quotaKindsOf } from '#libs/kinds';
import type { Decision, Proposal, ToDecide } from '#libs/operations';
import type { PriceSettings } from '#libs/prices';
import {
  checkQuota,
  findOffers,
  quotaRefusals,
  quotaWarnings,
  type QuotaDemand,
} from '#libs/quotas';

const quotaKinds = quotaKindsOf(kinds);

/** Those that would fit come first: a plan keeps what one chooses from, and quotaCheck tells all. */
const mostOffers = 10;

const takesNothing = { quota: null, warnings: [], refusals: [] };

/**
 * Whether Azure's quota carries a proposal. It is refused where Azure's own numbers say that it cannot be, and warned of where that is
 * not sure; what would fit is looked up for what does not.
 */
export async function decideQuota(
  prices: PriceSettings,
  { sql, proposal }: Pick<ToDecide, 'sql' | 'proposal'>,
): Promise<Pick<Decision, 'quota' | 'warnings' | 'refusals'>> {
  const demand = demandOf(proposal);
  if (!demand) return takesNothing;
  const asked = {
    demand,
    subscriptionId: subscriptionOf(proposal.armId),
    workspaceKey: armIdKey(parentArmId(proposal.armId)),
    computeKey: armIdKey(proposal.armId),
  };
  const checked = await checkQuota(sql, quotaKinds, asked);
  const { fits, checks, observedAt } = checked;
  const goesElsewhere = demand.computeType === 'AmlCompute' && proposal.target === null;
  const found = fits === false ? await findOffers(sql, prices, { ...asked, goesElsewhere }) : [];
  const offers = found.slice(0, mostOffers);
  return {
    quota: { fits, checks, offers, observedAt },
    warnings: quotaWarnings(demand, checked),
    refusals: quotaRefusals(demand, checked, offers),
  };
}

/** What it takes of a region's quota; null: nothing. */
function demandOf({
  kind,
  resourceKind,
  target,
  row,
  desired,
  noop,
}: Proposal): QuotaDemand | null {
  if (noop) return null;
  const standing = target && standingSettings(target);
  const settings = desired ?? standing;
  const stands = target?.observed ?? row?.observed;
  const observed = isObserved(stands) ? stands : null;
  return (
    (settings &&
      kinds.of(resourceKind).demand?.({ operation: kind, settings, standing, observed })) ??
    null
  );
}

const isObserved = (observed: unknown): observed is object =>
  typeof observed === 'object' && observed !== null;
