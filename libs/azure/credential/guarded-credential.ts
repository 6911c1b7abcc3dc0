import type { AccessToken, GetTokenOptions, TokenCredential } from '@azure/core-auth';
import { systemClock, type Clock } from '#libs/kernel';
import type { AzureProblem, AzureStanding } from '../standing/azure-standing.js';
import { CredentialError } from './credential-error.js';

/** Seconds between tries: 2, 4, 8, and so on up to a minute. What was refused is seldom mended within a second. */
const firstSeconds = 2;
const longestSeconds = 60;

/** Who is away comes back by itself, at any time. */
const longestSecondsAway = 8;
const away = /Unreachable$/;

/** Less than any call to ARM may take: the cause is told before the call runs out of time. */
const longestTryMs = 9_000;

/**
 * A credential that is not asked again for a while after it failed: until then everybody hears at once of the same
 * failure. Rejects with CredentialError.
 */
export class GuardedCredential implements TokenCredential {
  private refusal: { problem: AzureProblem; tries: number; againAtMs: number } | undefined;
  private trying: Promise<AccessToken> | undefined;

  constructor(
    private readonly inner: TokenCredential,
    private readonly explain: (cause: unknown) => AzureProblem,
    readonly standing: AzureStanding,
    private readonly clock: Pick<Clock, 'monotonicMs'> = systemClock,
  ) {}

  async getToken(scopes: string | string[], options: GetTokenOptions = {}): Promise<AccessToken> {
    const waitMs = (this.refusal?.againAtMs ?? 0) - this.clock.monotonicMs();
    if (this.refusal && waitMs > 0) throw refused(this.refusal.problem, waitMs);
    this.trying ??= this.try(scopes, options).finally(() => (this.trying = undefined));
    return this.trying;
  }

  private async try(scopes: string | string[], options: GetTokenOptions): Promise<AccessToken> {
    // One caller that leaves does not call off what others wait for.
    const { abortSignal: _own, ...rest } = options;
    try {
      const token = await inTime(this.inner.getToken(scopes, rest));
      if (!token) throw new Error('no token');
      this.refusal = undefined;
      this.standing.works('credential');
      return token;
    } catch (cause) {
      throw this.note(this.explain(cause));
    }
  }

  private note(problem: AzureProblem): CredentialError {
    const tries = (this.refusal?.tries ?? 0) + 1;
    const longest = away.test(problem.code) ? longestSecondsAway : longestSeconds;
    const waitMs = Math.min(longest, firstSeconds * 2 ** (tries - 1)) * 1_000;
    this.refusal = { problem, tries, againAtMs: this.clock.monotonicMs() + waitMs };
    this.standing.failed('credential', problem);
    return refused(problem, waitMs);
  }
}

const refused = (problem: AzureProblem, waitMs: number): CredentialError =>
  new CredentialError(problem, Math.ceil(waitMs / 1_000));

/** Nobody answered within the longest try. */
export class TokenTimeout extends Error {
  override readonly name = 'TokenTimeout';
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new TokenTimeout('no token in time')), longestTryMs);
  return Promise.race([work, promise]).finally(() => clearTimeout(timer));
}
