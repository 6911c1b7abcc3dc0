import { setTimeout as sleep } from 'node:timers/promises';
import type { ArmPort } from '#libs/operations';
import type { AzureProblem } from './azure-standing.js';
import { checkSubscription, type SubscriptionVerdict } from './check-subscription.js';
import { CredentialError } from '../credential/credential-error.js';
import type { GuardedCredential } from '../credential/guarded-credential.js';

export interface AzureWatch {
  /** Somebody had no answer: looks at once, where it was well at the last look. */
  doubt(): void;
  /** Resolves once what is under way has ended. */
  stop(): Promise<void>;
}

export interface AzureWatchOptions {
  arm: ArmPort;
  credential: GuardedCredential;
  /** Asked after at the start and every few minutes; absent: only the credential is tried. */
  subscriptionId: string | undefined;
  /** The scope of tokens for ARM. */
  scope: string;
}

/** Seconds to the next look: a subscription that is well changes seldom, one that is not may be mended at any time. */
const whileWell = 300;
const firstWhileNot = 5;
const longestWhileNot = 10;
const callTimeoutMs = 10_000;

/**
 * Finds out by itself, at the start and then now and again, whether Azure takes the credential and the subscription,
 * and tells the credential's standing: whoever reads that need not wait for somebody to ask for something.
 */
export function watchAzure(options: AzureWatchOptions): AzureWatch {
  const stopping = new AbortController();
  let doubted = new AbortController();
  const untilDoubted = (): AbortSignal => {
    doubted = new AbortController();
    return doubted.signal;
  };
  const running = look(options, stopping.signal, untilDoubted);
  return {
    doubt: () => doubted.abort(),
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

async function look(
  options: AzureWatchOptions,
  stopping: AbortSignal,
  untilDoubted: () => AbortSignal,
): Promise<void> {
  for (let failures = 0; !stopping.aborted;) {
    failures = (await isWell(options, stopping)) ? 0 : failures + 1;
    const seconds =
      failures === 0 ? whileWell : Math.min(longestWhileNot, firstWhileNot * 2 ** (failures - 1));
    const signal = failures === 0 ? AbortSignal.any([stopping, untilDoubted()]) : stopping;
    await sleep(seconds * 1_000, undefined, { signal, ref: false }).catch(() => undefined);
  }
}

async function isWell(options: AzureWatchOptions, signal: AbortSignal): Promise<boolean> {
  const { standing } = options.credential;
  try {
    const verdict = await ask(options, signal);
    if (verdict?.well) standing.works('arm');
    else if (verdict) standing.failed('arm', verdict.problem);
    return verdict?.well ?? false;
  } catch (cause) {
    // The credential has told its standing itself, and says nothing about the subscription.
    if (!(cause instanceof CredentialError) && !signal.aborted)
      standing.failed('arm', unforeseen(cause));
    return false;
  }
}

async function ask(
  { arm, credential, subscriptionId, scope }: AzureWatchOptions,
  signal: AbortSignal,
): Promise<SubscriptionVerdict> {
  if (subscriptionId !== undefined)
    return checkSubscription(arm, subscriptionId, { signal, timeoutMs: callTimeoutMs });
  await credential.getToken(scope);
  return { well: true };
}

const unforeseen = (cause: unknown): AzureProblem => ({
  code: 'AzureCheckFailed',
  message: `Asking Azure for the subscription failed (${cause instanceof Error ? cause.name : 'unknown'}).`,
});
