import { describe, expect, it } from 'vitest';
import { backoffSeconds, maxAttempts } from './backoff.rules.js';
import { newStep } from './cancellation.rules.js';
import type { OperationStep } from '../operation-step.js';
import { begin, record } from './step-outcome.rules.js';

const now = new Date('2026-01-01T00:00:00Z');
const running = (memory: OperationStep['memory'] = {}): OperationStep =>
  begin({ ...newStep('put', 0), memory }, now);
const again = (attempt: boolean) =>
  ({ outcome: 'again', afterSeconds: 0, attempt, message: 'busy' }) as const;

describe('the wait between tries', () => {
  it('is what ARM asked for, never less', () => {
    expect(backoffSeconds(17, 0, 0)).toBe(17);
    expect(backoffSeconds(17, 9, 1)).toBeLessThanOrEqual(18);
  });

  it('doubles without a word from ARM, up to a minute, half of it by chance', () => {
    const least = [0, 1, 2, 3].map((runs) => backoffSeconds(undefined, runs, 0));
    expect(least).toEqual([0.5, 1, 2, 4]);
    expect(backoffSeconds(undefined, 3, 1)).toBe(8);
    expect(backoffSeconds(undefined, 40, 1)).toBe(60);
  });
});

describe('a run of a step', () => {
  it('counts tries from one, and those that do not count not at all', () => {
    expect(running().attempt).toBe(1);
    expect(record(running(), again(false), now, 0).step.attempt).toBe(1);
    expect(record(running(), again(true), now, 0).step.attempt).toBe(2);
  });

  it('fails by name when the last try counted, with what it said', () => {
    const last = { ...running(), attempt: maxAttempts };
    const { step, verdict } = record(last, again(true), now, 0);
    expect(verdict).toMatchObject({ is: 'failed', error: { code: 'ATTEMPTS_EXHAUSTED' } });
    expect(step).toMatchObject({ status: 'FAILED', completedAt: now });
    expect(step.error?.message).toContain('busy');
  });

  it('waits longer with every run in a row, and forgets that once it gets on', () => {
    const first = record(running(), again(false), now, 0);
    const second = record(first.step, again(false), now, 0);
    expect(second.verdict).toEqual({ is: 'again', afterSeconds: 1 });
    const done = record(second.step, { outcome: 'done' }, now, 0);
    expect(done.step.memory).toEqual({});
  });

  it('that has done a part follows at once, however many there were before', () => {
    const more = { outcome: 'more', message: 'a part', memory: { reached: 7 } } as const;
    const waited = record(running(), again(false), now, 1).step;
    const { step, verdict } = record(waited, more, now, 1);
    expect(verdict).toEqual({ is: 'again', afterSeconds: 0 });
    expect(step).toMatchObject({ status: 'RUNNING', message: 'a part' });
    expect(step.memory).toEqual({ reached: 7 });
  });

  it('uses up what its watch saw, and keeps the rest of its memory', () => {
    const observation = { by: 'resource', body: undefined } as const;
    const { step } = record(running({ observation, looks: 1 }), again(false), now, 0);
    expect(step.memory).toEqual({ looks: 1, againCount: 1 });
  });

  it('that comes back before anybody could read more of what it waits for goes on saying why', () => {
    const error = { code: 'AuthorizationFailed', message: 'no role', retry: 'NEVER' } as const;
    const unread = { said: 'at it', why: 'why', error };
    const watch = { until: 'PRESENT', armId: '/a' } as const;
    const waiting = { outcome: 'wait', watch, message: 'at it, offline' } as const;
    const { step } = record(running({ unread }), waiting, now, 0);
    expect(step).toMatchObject({
      message: 'at it, offline; why',
      memory: { unread: { ...unread, said: 'at it, offline' } },
    });
    const observation = { by: 'resource', body: undefined } as const;
    const read = record(running({ unread, observation }), waiting, now, 0);
    expect(read.step).toMatchObject({ message: 'at it, offline', memory: {} });
  });
});
