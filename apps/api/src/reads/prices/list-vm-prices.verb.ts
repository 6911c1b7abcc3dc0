import { z } from 'zod';
import { ok } from '#libs/kernel';
import { findPrices } from '#libs/prices';
import { vmPriorityInput } from '#libs/kinds/compute-clusters';
import { optional, read, uuidField } from '#libs/verbs';
import type { ReadDeps } from '../read-deps.js';
import { askedRegion } from '../vm-sizes/asked-region.js';
import { chooseSubscription } from '../vm-sizes/choose-subscription.js';
import { vmSizeField } from '../vm-sizes/vm-size.field.js';

export const vmPrices = read({
  name: 'vmPrices',
  noun: 'VM price',
  summary: 'What machines cost in a region, an hour and with Linux, as it was read last.',
  input: z.strictObject({
    location: z.string().describe('Azure region.'),
    vmSize: optional(vmSizeField).describe('One VM size, without case; all unless given.'),
    vmPriority: optional(vmPriorityInput).describe('One tier; both unless given.'),
    subscriptionId: optional(uuidField()).describe(
      "The Azure subscription whose VM sizes count; the gateway's default one unless given. Any other is one where a team of yours has a group or a share.",
    ),
  }),
  example: { location: 'westeurope', vmSize: 'Standard_DS3_v2', vmPriority: 'DEDICATED' },
  target: null,
  permission: 'view',
  forEverybody: true,
  effect: 'read',
  answer: { type: 'VmPrice', as: 'all' },
  refuses: [403],
  run: async (deps: ReadDeps, context, { location, vmSize, vmPriority, subscriptionId }) => {
    const region = askedRegion(location);
    if (!region.ok) return region;
    const chosen = await chooseSubscription(deps, context, subscriptionId, 'vm_prices.list.denied');
    if (!chosen.ok) return chosen;
    return ok(
      await findPrices(deps.pool, deps.prices, {
        location: region.value,
        vmSizes: vmSize === null ? null : [vmSize],
        vmPriority,
        subscriptionId: chosen.value ?? null,
      }),
    );
  },
});
