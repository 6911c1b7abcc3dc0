import { armIdKey, err, ok, type Result } from '#libs/kernel';
import { kinds, quotaKindsOf } from '#libs/kinds';
import { checkQuota, findOffers, type QuotaCheck } from '#libs/quotas';
import { read, type ReadRefusal, type VerbContext } from '#libs/verbs';
import { z } from 'zod';
import type { ReadDeps } from '../read-deps.js';
import type { ResourceRow } from '../rows.js';
import { askedRegion } from '../vm-sizes/asked-region.js';
import { chooseSubscription, noDefaultSubscription } from '../vm-sizes/choose-subscription.js';
import { demandAsked, quotaCheckInput, type AskedQuota } from './quota-check.input.js';

export const quotaCheck = read({
  name: 'quotaCheck',
  noun: 'quota check',
  summary:
    "Whether a region's quota carries a new compute, by Azure's own numbers and what operations hold that have not ended; and which sizes and regions would.",
  input: z.strictObject({ input: quotaCheckInput.describe('What is wanted.') }),
  example: {
    input: { location: 'westeurope', vmSize: 'Standard_DS3_v2', minNodeCount: 0, maxNodeCount: 4 },
  },
  target: null,
  permission: 'view',
  forEverybody: true,
  effect: 'read',
  answer: { type: 'QuotaCheck', as: 'one' },
  refuses: [403],
  run: async (deps: ReadDeps, context, { input }) => {
    const region = askedRegion(input.location, ['input', 'location']);
    if (!region.ok) return region;
    const place = await placeOf(deps, context, input);
    if (!place.ok) return place;
    return ok(await check(deps, input, { ...place.value, location: region.value }));
  },
});

interface Place {
  subscriptionId: string;
  workspaceKey: string | null;
}

/** Of a workspace that is named its own subscription counts: who sees it may ask. */
async function placeOf(
  deps: ReadDeps,
  context: VerbContext,
  { workspaceId, subscriptionId }: AskedQuota,
): Promise<Result<Place, readonly ReadRefusal[]>> {
  if (workspaceId !== null) return inWorkspace(deps, workspaceId, subscriptionId);
  const chosen = await chooseSubscription(deps, context, subscriptionId, 'quota.check.denied', [
    'input',
    'subscriptionId',
  ]);
  if (!chosen.ok) return chosen;
  return chosen.value === undefined
    ? err([{ ...noDefaultSubscription, field: ['input', 'subscriptionId'] }])
    : ok({ subscriptionId: chosen.value, workspaceKey: null });
}

async function inWorkspace(
  deps: ReadDeps,
  workspaceId: string,
  asked: string | null,
): Promise<Result<Place, readonly ReadRefusal[]>> {
  const found = await deps.find('Workspace', workspaceId);
  if (found?.type !== 'Workspace') return err([noWorkspace]);
  const { subscriptionId, armId } = found.row as ResourceRow;
  if (asked !== null && asked.toLowerCase() !== subscriptionId.toLowerCase())
    return err([noWorkspace]);
  return ok({ subscriptionId, workspaceKey: armIdKey(armId) });
}

const noWorkspace: ReadRefusal = {
  code: 'NOT_FOUND',
  message: 'There is no such workspace in that subscription, or you may not see it.',
  field: ['input', 'workspaceId'],
};

/** What is made of no machines takes nothing of any quota. */
const takesNothing: QuotaCheck = { fits: true, checks: [], offers: [], observedAt: null };

async function check(
  deps: ReadDeps,
  input: AskedQuota,
  { subscriptionId, workspaceKey, location }: Place & { location: string },
): Promise<QuotaCheck> {
  const demand = demandAsked(input, location);
  if (!demand) return takesNothing;
  await deps.renewUsages({ subscriptionId, location });
  const question = { demand, subscriptionId, workspaceKey, computeKey: null };
  const { fits, checks, observedAt } = await checkQuota(deps.pool, quotaKindsOf(kinds), question);
  const goesElsewhere = demand.computeType === 'AmlCompute' || workspaceKey === null;
  const offers = await findOffers(deps.pool, deps.prices, { ...question, goesElsewhere });
  return { fits, checks, offers, observedAt };
}
