import { appendRefusal } from '#libs/audit';
import { err, ok, type Result } from '#libs/kernel';
import { auditOf, isSubscriptionOpenTo, permittedTeams } from '#libs/tenants';
import type { ReadRefusal, VerbContext } from '#libs/verbs';
import type { ReadDeps } from '../read-deps.js';

/**
 * The Azure subscription to ask in; undefined where none is named and there is no default one. Azure is asked in none that the caller's
 * teams may not use, whether there is such a one or not. `action`: as whose refusal the trail tells it; `field`: where it is told.
 */
export async function chooseSubscription(
  { pool, defaultSubscriptionId }: Pick<ReadDeps, 'pool' | 'defaultSubscriptionId'>,
  context: VerbContext,
  asked: string | null,
  action: string,
  field: readonly string[] = ['subscriptionId'],
): Promise<Result<string | undefined, readonly ReadRefusal[]>> {
  const chosen = asked ?? defaultSubscriptionId;
  if (chosen === undefined) return ok(undefined);
  const isDefault = chosen.toLowerCase() === defaultSubscriptionId?.toLowerCase();
  const isOpen = isDefault || (await isSubscriptionOpenTo(pool, permittedTeams(context), chosen));
  if (isOpen) return ok(chosen);
  await appendRefusal(pool, {
    ...auditOf(context, null),
    action,
    targetName: chosen,
    after: { code: notShared.code },
  });
  return err([{ ...notShared, field }]);
}

const notShared: Omit<ReadRefusal, 'field'> = {
  code: 'SCOPE_NOT_SHARED',
  message:
    'None of your teams has a resource group in this subscription or a share in it. Whoever administers the platform can share it with shareScope.',
};

/** Sizes and quotas are listed per subscription: an empty list would say that Azure has none here. */
export const noDefaultSubscription: ReadRefusal = {
  code: 'NO_DEFAULT_SUBSCRIPTION',
  message:
    'This gateway has no default subscription to ask Azure in: name one as subscriptionId, or whoever runs it sets AZURE_SUBSCRIPTION_ID.',
  field: ['subscriptionId'],
};
