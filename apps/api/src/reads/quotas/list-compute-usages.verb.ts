import { z } from 'zod';
import { err, ok } from '#libs/kernel';
import { findRegionUsages, type QuotaScope } from '#libs/quotas';
import type { Usage, VmPriority } from '#libs/resources';
import { optional, read, uuidField, type ReadRefusal } from '#libs/verbs';
import type { ReadDeps } from '../read-deps.js';
import { askedRegion } from '../vm-sizes/asked-region.js';
import { chooseSubscription, noDefaultSubscription } from '../vm-sizes/choose-subscription.js';

/** One of Azure's counts in a region. */
export interface ComputeUsageRow {
  scope: QuotaScope;
  name: string;
  unit: string;
  vmPriority: VmPriority | null;
  limit: number;
  used: number | null;
  observedAt: Date;
}

export const computeUsages = read({
  name: 'computeUsages',
  noun: 'compute usage',
  summary:
    'What Azure Machine Learning counts in a region: how much is used of what may be, over all families of VM sizes and for each, and how many computes there are.',
  input: z.strictObject({
    location: z.string().describe('Azure region.'),
    subscriptionId: optional(uuidField()).describe(
      "The Azure subscription; the gateway's default one unless given. Any other is one where a team of yours has a group or a share.",
    ),
  }),
  example: { location: 'westeurope' },
  target: null,
  permission: 'view',
  forEverybody: true,
  effect: 'read',
  answer: { type: 'ComputeUsage', as: 'all' },
  refuses: [403],
  run: async (deps: ReadDeps, context, { location, subscriptionId }) => {
    const region = askedRegion(location);
    if (!region.ok) return region;
    const action = 'compute_usages.list.denied';
    const chosen = await chooseSubscription(deps, context, subscriptionId, action);
    if (!chosen.ok) return chosen;
    if (chosen.value === undefined) return err([noDefaultSubscription]);
    const place = { subscriptionId: chosen.value, location: region.value };
    const unanswered = await deps.renewUsages(place);
    const found = await findRegionUsages(deps.pool, place);
    if (!found) return err([noSuchRegion(location)]);
    const { usages, readAt } = found;
    if (usages !== null && readAt !== null)
      return ok(usages.flatMap((line) => shown(line, new Date(readAt))));
    // Nothing to show but why: an empty list would say that Azure counts nothing there.
    if (unanswered) throw unanswered;
    return ok([]);
  },
});

const noSuchRegion = (location: string): ReadRefusal => ({
  code: 'INVALID_INPUT',
  message: `'${location}' is no region that Azure lists.`,
  field: ['location'],
});

/** What a workspace or a compute of others uses is not for everybody to see. */
function shown({ of, priority, name, current, limit }: Usage, observedAt: Date): ComputeUsageRow[] {
  const scope = scopeOf(of, priority);
  const unit = of === 'COMPUTES' ? 'computes' : 'vCPUs';
  return scope
    ? [{ scope, name, unit, vmPriority: priority, limit, used: current, observedAt }]
    : [];
}

function scopeOf(of: Usage['of'], priority: VmPriority | null): QuotaScope | undefined {
  if (of === 'FAMILY') return 'VM_FAMILY';
  if (of === 'COMPUTES') return 'COMPUTE_COUNT';
  return of === 'REGION' && priority ? `REGION_${priority}` : undefined;
}
