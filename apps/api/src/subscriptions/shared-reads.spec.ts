import { describe, expect, it } from 'vitest';
import { SharedReads } from './shared-reads.js';

function counted() {
  let reads = 0;
  return { read: async () => (reads += 1), reads: () => reads };
}

describe('reads that streams share', () => {
  it('are made once for all that hear of the same change', async () => {
    const shared = new SharedReads();
    const { read } = counted();
    const answers = Array.from({ length: 1_000 }, () => shared.read('operation 1', 7, read));
    expect(new Set(await Promise.all(answers))).toEqual(new Set([1]));
  });

  it('are made anew for a later change, and not for an earlier one', async () => {
    const shared = new SharedReads();
    const { read } = counted();
    expect(await shared.read('operation 1', 7, read)).toBe(1);
    expect(await shared.read('operation 1', 8, read)).toBe(2);
    expect(await shared.read('operation 1', 7, read)).toBe(2);
  });

  it('are made for everybody who sees other things', async () => {
    const shared = new SharedReads();
    const { read } = counted();
    await shared.read('operation 1 all', 7, read);
    expect(await shared.read('operation 1 team', 7, read)).toBe(2);
  });

  it('are tried again after one that failed', async () => {
    const shared = new SharedReads();
    const { read } = counted();
    await expect(
      shared.read('operation 1', 7, () => Promise.reject(new Error('away'))),
    ).rejects.toThrow('away');
    expect(await shared.read('operation 1', 7, read)).toBe(1);
  });
});
