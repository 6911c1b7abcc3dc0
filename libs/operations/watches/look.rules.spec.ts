import { describe, expect, it } from 'vitest';
import { looksEnded, nextLookMs, shortestRoundMs } from './look.rules.js';

const usual = {
  kind: 'COMPUTE_CLUSTER_CREATE',
  stepName: 'await compute',
  samples: 20,
  meanMs: 300_000,
  spreadMs: 10_000,
} as const;

describe('the pace of looks', () => {
  it('thins out to a look a minute while the end is far, and still sees an early failure early', () => {
    expect(nextLookMs(10_000, usual)).toBe(5_000);
    expect(nextLookMs(60_000, usual)).toBe(30_000);
    expect(nextLookMs(200_000, usual)).toBe(60_000);
  });

  it('sleeps exactly until shortly before the usual end', () => {
    expect(nextLookMs(250_000, usual)).toBe(30_000);
  });

  it('is dense around the usual end, and thins out when overdue', () => {
    expect(nextLookMs(300_000, usual)).toBe(5_000);
    expect(nextLookMs(600_000, usual)).toBeGreaterThan(20_000);
  });

  it('starts often and thins out where nothing is known', () => {
    expect(nextLookMs(0, undefined)).toBe(1_500);
    expect(nextLookMs(80_000, undefined)).toBe(7_000);
  });

  it('spreads all that is watched over the reads that looks may take, fewer when the bucket empties', () => {
    const full = shortestRoundMs({ readsPerRound: 100, tokens: 225 });
    expect(full).toBeLessThan(7_000);
    expect(shortestRoundMs({ readsPerRound: 100, tokens: 5 })).toBeGreaterThan(3 * full);
    const smaller = { burst: 225, refillPerSecond: 2.25 };
    expect(shortestRoundMs({ readsPerRound: 100, tokens: 225 }, smaller)).toBeCloseTo(10 * full);
  });
});

describe('what looks like an end', () => {
  const body = (provisioningState?: string) => ({ properties: { provisioningState } });

  it.each([
    ['a create whose state is terminal', { until: 'LRO', verb: 'PUT' }, body('Succeeded'), true],
    ['a create without a state: Succeeded', { until: 'LRO', verb: 'PUT' }, body(), true],
    ['a create under way', { until: 'LRO', verb: 'PUT' }, body('Creating'), false],
    ['a create with a word nobody knows', { until: 'LRO', verb: 'PUT' }, body('Warming'), false],
    [
      'a delete while it is still there',
      { until: 'LRO', verb: 'DELETE' },
      body('Succeeded'),
      false,
    ],
    ['a delete that failed', { until: 'LRO', verb: 'DELETE' }, body('Failed'), true],
    ['a delete once it is gone', { until: 'GONE' }, undefined, true],
    ['the end of somebody else’s operation', { until: 'PRESENT' }, body('canceled'), true],
  ] as const)('%s', (_name, watch, seen, ended) => {
    expect(looksEnded(watch, seen, () => false)).toBe(ended);
  });
});
