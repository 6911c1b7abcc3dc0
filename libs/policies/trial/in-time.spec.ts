import { afterEach, expect, it, vi } from 'vitest';
import { endingWith, StatementEnded } from '#libs/database';
import { inTime } from './in-time.js';

afterEach(() => void vi.restoreAllMocks());

it('looks at all, where that takes no long', async () => {
  expect(await inTime([1, 2, 3], async () => undefined)).toBe(3);
});

it('stops after ten seconds, and says how far it came', async () => {
  let nowMs = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
  const look = async (): Promise<void> => void (nowMs += 4_000);
  expect(await inTime(Array.from({ length: 100 }), look)).toBe(3);
});

it('stops where nobody waits for it any more', async () => {
  const gone = new AbortController();
  let looked = 0;
  const look = async (): Promise<void> => {
    looked += 1;
    gone.abort(new Error('the client left'));
  };
  await expect(endingWith(gone.signal, () => inTime([1, 2, 3], look))).rejects.toThrow(
    StatementEnded,
  );
  expect(looked).toBe(1);
});
