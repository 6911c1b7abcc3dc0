import { beforeEach, describe, expect, it, vi } from 'vitest';
import { AzureStanding, describeChange } from '../standing/azure-standing.js';
import { CredentialError } from './credential-error.js';
import { GuardedCredential } from './guarded-credential.js';

const token = { token: 'good', expiresOnTimestamp: 0 };
const refusal = (sentence: string) => new Error(sentence);
let nowMs: number;
let lines: string[];
const getToken = vi.fn<() => Promise<typeof token>>();
let credential: GuardedCredential;

beforeEach(() => {
  nowMs = 1_000;
  lines = [];
  getToken.mockReset();
  credential = new GuardedCredential(
    { getToken },
    (cause) => ({ code: 'AADSTS1', message: (cause as Error).message, remedy: 'Mend it.' }),
    new AzureStanding((change) => lines.push(describeChange(change))),
    { monotonicMs: () => nowMs },
  );
});

async function refused(): Promise<CredentialError> {
  const cause: unknown = await credential.getToken('s').catch((error: unknown) => error);
  if (cause instanceof CredentialError) return cause;
  throw new Error(`not refused: ${String(cause)}`);
}

describe('a credential that was refused', () => {
  it('is tried ever more seldom, up to once a minute, whoever asks', async () => {
    getToken.mockRejectedValue(refusal('Wrong.'));
    const waits: number[] = [];
    for (let tries = 1; tries <= 8; tries += 1) {
      const { retryAfterSeconds = 0 } = await refused();
      waits.push(retryAfterSeconds);
      nowMs += retryAfterSeconds * 1_000 - 1;
      expect((await refused()).retryAfterSeconds).toBe(1);
      expect(getToken).toHaveBeenCalledTimes(tries);
      nowMs += 1;
    }
    expect(waits).toEqual([2, 4, 8, 16, 32, 60, 60, 60]);
  });

  it('says in its message what to do, and that nothing was sent', async () => {
    getToken.mockRejectedValue(refusal('Wrong.'));
    expect(await refused()).toMatchObject({
      message: 'AADSTS1: Wrong. Mend it.',
      kind: 'transient',
      maybeAccepted: false,
      error: { code: 'AADSTS1', remedy: 'Mend it.', retry: 'LATER' },
    });
  });

  it('is told when it begins, when the cause changes and when it is over, with the tries', async () => {
    const causes = ['Wrong.', 'Wrong.', 'Wrong.', 'Expired.'];
    for (const cause of causes) {
      getToken.mockRejectedValueOnce(refusal(cause));
      await refused();
      nowMs += 60_000;
    }
    getToken.mockResolvedValue(token);
    expect(await credential.getToken('s')).toBe(token);
    expect(lines).toEqual([
      'Azure cannot be used: AADSTS1: Wrong. Mend it.',
      'Azure cannot be used: AADSTS1: Expired. Mend it. (it was AADSTS1 after 3 tries)',
      'Azure works again: it was AADSTS1 after 1 try',
    ]);
    expect(credential.standing.problems()).toEqual([]);
  });

  it('is asked once for all who ask at once, and by none who leaves', async () => {
    getToken.mockResolvedValue(token);
    const leaving = AbortSignal.abort();
    await Promise.all([
      credential.getToken('s', { abortSignal: leaving }),
      credential.getToken('s'),
    ]);
    expect(getToken.mock.calls).toEqual([['s', {}]]);
  });
});
