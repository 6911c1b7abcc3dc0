import { z } from 'zod';
import { appendRefusal } from '#libs/audit';
import { kinds } from '#libs/kinds';
import { err, normaliseLocation, ok, type Result } from '#libs/kernel';
import { auditOf, isSubscriptionOpenTo, permittedTeams } from '#libs/tenants';
import { optional, read, uuidField, type ReadRefusal, type VerbContext } from '#libs/verbs';
import type { ReadDeps } from '../read-deps.js';
import { computeType } from '../resources/resource.filter.js';

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
    const region = normaliseLocation(location);
    if (!/^[a-z0-9]{1,60}$/.test(region)) return err([noRegion(location)]);
    const chosen = await choose(deps, context, subscriptionId);
    if (!chosen.ok) return chosen;
    const sizes = await deps.listVmSizes(chosen.value, region);
    const armType = type === null ? undefined : armTypeOf(type);
    return ok(
      sizes.filter(
        ({ supportedComputeTypes: types }) => !armType || !types || types.includes(armType),
      ),
    );
  },
});

/** The one to ask in. Azure is asked in none that the caller's teams may not use, whether there is such a one or not. */
async function choose(
  { pool, defaultSubscriptionId }: ReadDeps,
  context: VerbContext,
  asked: string | null,
): Promise<Result<string, readonly ReadRefusal[]>> {
  const chosen = asked ?? defaultSubscriptionId;
  if (chosen === undefined) return err([noDefaultSubscription]);
  const isDefault = chosen.toLowerCase() === defaultSubscriptionId?.toLowerCase();
  const isOpen = isDefault || (await isSubscriptionOpenTo(pool, permittedTeams(context), chosen));
  if (isOpen) return ok(chosen);
  await appendRefusal(pool, {
    ...auditOf(context, null),
    action: 'vm_sizes.list.denied',
    targetName: chosen,
    after: { code: notShared.code },
  });
  return err([notShared]);
}

const noRegion = (location: string): ReadRefusal => ({
  code: 'INVALID_INPUT',
  message: `'${location}' is not an Azure region such as westeurope.`,
  field: ['location'],
});

const notShared: ReadRefusal = {
  code: 'SCOPE_NOT_SHARED',
  message:
    'None of your teams has a resource group in this subscription or a share in it. Whoever administers the platform can share it with shareScope.',
  field: ['subscriptionId'],
};

/** Sizes are listed per subscription: an empty list would say that Azure has none here. */
const noDefaultSubscription: ReadRefusal = {
  code: 'NO_DEFAULT_SUBSCRIPTION',
  message:
    'This gateway has no default subscription to ask Azure in for VM sizes: name one as subscriptionId, or whoever runs it sets AZURE_SUBSCRIPTION_ID.',
  field: ['subscriptionId'],
};
