import { z } from 'zod';
import { kinds } from '#libs/kinds';
import { err, ok } from '#libs/kernel';
import { optional, read, uuidField } from '#libs/verbs';
import type { ReadDeps } from '../read-deps.js';
import { computeType } from '../resources/resource.filter.js';
import { askedRegion } from './asked-region.js';
import { chooseSubscription, noDefaultSubscription } from './choose-subscription.js';
import { withPrices } from './with-prices.js';

/** ARM's word for what has VM sizes; undefined for what has none of its own. */
const armTypeOf = (kind: string): string | undefined => {
  const { hasMachines, compute } = kinds.of(kind);
  return hasMachines && compute?.armType;
};

export const vmSizes = read({
  name: 'vmSizes',
  noun: 'VM size',
  summary: 'VM sizes of a region, asked of Azure.',
  input: z.strictObject({
    location: z.string().describe('Azure region.'),
    computeType: optional(computeType).describe('For which kind.'),
    subscriptionId: optional(uuidField()).describe(
      "The Azure subscription to ask for; the gateway's default one unless given. Any other is one where a team of yours has a group or a share.",
    ),
  }),
  example: { location: 'westeurope', computeType: 'COMPUTE_CLUSTER' },
  target: null,
  permission: 'view',
  forEverybody: true,
  effect: 'read',
  answer: { type: 'VmSize', as: 'all' },
  refuses: [403],
  run: async (deps: ReadDeps, context, { location, computeType: type, subscriptionId }) => {
    const region = askedRegion(location);
    if (!region.ok) return region;
    const chosen = await chooseSubscription(deps, context, subscriptionId, 'vm_sizes.list.denied');
    if (!chosen.ok) return chosen;
    if (chosen.value === undefined) return err([noDefaultSubscription]);
    const sizes = await deps.listVmSizes(chosen.value, region.value);
    const armType = type === null ? undefined : armTypeOf(type);
    const wanted = sizes.filter(
      ({ supportedComputeTypes: types }) => !armType || !types || types.includes(armType),
    );
    return ok(await withPrices(deps, region.value, wanted));
  },
});
