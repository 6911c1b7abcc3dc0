import { z } from 'zod';
import { neededProviders } from '#libs/arm-versions';
import { ArmError, listAll, type ArmPort } from '#libs/operations';
import type { AzureSubscriptionObserved } from './azure-subscription.schema.js';
import { actionsMissingIn, permissionSchema } from './missing-actions.rules.js';

export interface AskedSubscription {
  /** ARM's own word: Enabled, Warned, PastDue, Disabled, Expired, Deleted. */
  state: string;
  observed: AzureSubscriptionObserved;
}

export const subscriptionArmId = (subscriptionId: string): string =>
  `/subscriptions/${subscriptionId}`;

const subscriptionSchema = z.object({
  displayName: z.string().catch(''),
  state: z.string().catch(''),
});

/** Asks Azure for a subscription, and what is missing in it. Undefined where Azure shows none; rejects with ArmError. */
export async function askSubscription(
  arm: Pick<ArmPort, 'get' | 'list'>,
  subscriptionId: string,
  signal: AbortSignal,
): Promise<AskedSubscription | undefined> {
  const armId = subscriptionArmId(subscriptionId);
  const body = await arm.get(armId, { signal });
  if (!body) return undefined;
  const [missingActions, missingProviders] = await Promise.all([
    askActions(arm, armId, signal),
    askProviders(arm, armId, signal),
  ]);
  const { state, displayName } = subscriptionSchema.parse(body);
  return { state, observed: { displayName, missingActions, missingProviders } };
}

/** Who may not even ask what it may do, lacks that right at least. */
async function askActions(
  arm: Pick<ArmPort, 'list'>,
  armId: string,
  signal: AbortSignal,
): Promise<string[]> {
  try {
    const found = await listAll(
      arm,
      `${armId}/providers/Microsoft.Authorization/permissions`,
      signal,
    );
    return actionsMissingIn(found.map((one) => permissionSchema.parse(one)));
  } catch (error) {
    if (isForbidden(error)) return ['Microsoft.Authorization/permissions/read'];
    throw error;
  }
}

/** A provider that may not be looked at is not known to be registered. */
async function askProviders(
  arm: Pick<ArmPort, 'get'>,
  armId: string,
  signal: AbortSignal,
): Promise<string[]> {
  const states = await Promise.all(
    neededProviders.map(async (namespace) =>
      isRegistered(await readProvider(arm, armId, namespace, signal)),
    ),
  );
  return neededProviders.filter((_, at) => !states[at]);
}

async function readProvider(
  arm: Pick<ArmPort, 'get'>,
  armId: string,
  namespace: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    return await registrationOf(arm, armId, namespace, signal);
  } catch (error) {
    if (isForbidden(error)) return undefined;
    throw error;
  }
}

const isForbidden = (error: unknown): boolean =>
  error instanceof ArmError && error.httpStatus === 403;

const providerSchema = z.object({ registrationState: z.string().optional() });

/** How a subscription is registered for a provider, in ARM's word; undefined where it says nothing. */
export async function registrationOf(
  arm: Pick<ArmPort, 'get'>,
  armId: string,
  namespace: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const body = await arm.get(`${armId}/providers/${namespace}`, { signal });
  return providerSchema.safeParse(body).data?.registrationState;
}

export const isRegistered = (state: string | undefined): boolean =>
  state?.toLowerCase() === 'registered';
