import { describe, expect, it } from 'vitest';
import { estimateProgress, type ProgressInput } from './progress.rules.js';
import { findDurationIn } from './step-duration.js';

const kind = 'COMPUTE_CLUSTER_CREATE' as const;
const now = new Date('2026-01-01T00:10:00Z');
const secondsAgo = (seconds: number): Date => new Date(now.getTime() - seconds * 1000);
const duration = (stepName: string, meanMs: number) => ({
  kind,
  stepName,
  samples: 10,
  meanMs,
  spreadMs: 0,
});
const known = findDurationIn([duration('put compute', 10_000), duration('await compute', 90_000)]);

const running = (overrides: Partial<ProgressInput> = {}): ProgressInput => ({
  kind,
  status: 'RUNNING',
  steps: [
    { name: 'put compute', status: 'SUCCEEDED', startedAt: secondsAgo(60) },
    { name: 'await compute', status: 'WAITING', startedAt: secondsAgo(45) },
  ],
  ...overrides,
});

describe('progress', () => {
  it('counts a step by how long such steps took before', () => {
    expect(estimateProgress(running(), known, now)).toEqual({
      progress: 0.55,
      expectedCompletionAt: new Date(now.getTime() + 45_000),
      retryAfterSeconds: 12,
    });
  });

  it('promises no end where a step has never been seen to end', () => {
    const estimate = estimateProgress(running(), findDurationIn([]), now);
    expect(estimate.expectedCompletionAt).toBeUndefined();
    expect(estimate.retryAfterSeconds).toBeGreaterThanOrEqual(1);
  });

  it('does not reach 1 however late it is', () => {
    const steps = [
      { name: 'await compute', status: 'WAITING', startedAt: secondsAgo(9_999) },
    ] as const;
    expect(estimateProgress(running({ steps }), known, now).progress).toBeLessThan(1);
  });

  it('is 1 once the operation has ended, with nothing to wait for', () => {
    expect(estimateProgress(running({ status: 'FAILED' }), known, now)).toEqual({ progress: 1 });
  });
});
