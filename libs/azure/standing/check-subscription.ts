import { ArmError, type ArmBody, type ArmCall, type ArmPort } from '#libs/operations';
import type { AzureProblem } from './azure-standing.js';
import { CredentialError } from '../credential/credential-error.js';

/** States in which ARM takes no writes, with what leads out of them (Microsoft's "Azure subscription states"). */
const stopped: Readonly<Record<string, string>> = {
  disabled:
    'Reactivate it (Azure portal: Subscriptions), or take another one in AZURE_SUBSCRIPTION_ID.',
  expired: 'It ran out: take another one in AZURE_SUBSCRIPTION_ID.',
  deleted: 'It is deleted: take another one in AZURE_SUBSCRIPTION_ID.',
};

/** What a look at a subscription told; undefined: nothing, as where Azure asks for fewer requests. */
export type SubscriptionVerdict =
  { well: true } | { well: false; problem: AzureProblem } | undefined;

/** Looks once whether Armature can work in the subscription. Rejects with CredentialError where there is no token. */
export async function checkSubscription(
  arm: ArmPort,
  subscriptionId: string,
  call: ArmCall,
): Promise<SubscriptionVerdict> {
  try {
    return judge(subscriptionId, await arm.get(`/subscriptions/${subscriptionId}`, call));
  } catch (cause) {
    if (!(cause instanceof ArmError) || cause instanceof CredentialError) throw cause;
    const problem = explain(cause, subscriptionId);
    return problem && { well: false, problem };
  }
}

function judge(subscriptionId: string, body: ArmBody | undefined): SubscriptionVerdict {
  const state = body?.['state'];
  const remedy = typeof state === 'string' ? stopped[state.toLowerCase()] : undefined;
  if (remedy === undefined) return { well: true };
  const message = `The subscription ${subscriptionId} is ${String(state)}: Azure takes no changes in it.`;
  return { well: false, problem: { code: 'SubscriptionDisabled', message, remedy } };
}

const setting = 'AZURE_SUBSCRIPTION_ID';

/** Refusals of a token that say themselves what to change. */
const preciseCodes: ReadonlySet<string> = new Set([
  'InvalidAuthenticationTokenTenant',
  'InvalidAuthenticationTokenAudience',
]);

/** What a refusal means where nothing but the subscription was asked for; undefined where it speaks of something else. */
function explain({ error, httpStatus, kind }: ArmError, id: string): AzureProblem | undefined {
  if (error.code === 'SubscriptionNotFound')
    return {
      code: error.code,
      message: `Azure knows no subscription ${id}, or does not show it to Armature.`,
      remedy: `Check ${setting}; where it is right, give Armature's identity a role in it (Contributor), and see that both are in the same tenant and cloud.`,
    };
  if (preciseCodes.has(error.code)) return error;
  if (httpStatus === 401)
    return {
      ...error,
      remedy: `Armature's identity may be of another tenant than the subscription ${id}, or of another cloud: check AZURE_TENANT_ID, AZURE_AUTHORITY_HOST and ${setting}.`,
    };
  if (httpStatus === 403)
    return {
      ...error,
      remedy: `Armature's identity has no role in the subscription ${id}: make it Contributor there, or on the resource groups that it shall manage; a new role takes some minutes to work. Or correct ${setting}.`,
    };
  return kind === 'transient' && httpStatus === undefined ? error : undefined;
}
