import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FairQueue } from './fair-queue.js';

const never = new AbortController().signal;
const limits = { atOnce: 100, alone: 100, small: 10, smallEvent: 2, mostWaiting: 50 };

/** Asks for many at once, and tells in which order they begin; each ends a moment later. */
function run(queue: FairQueue, order: string[]) {
  return async (principal: string, cost: number): Promise<void> => {
    const leave = await queue.enter(principal, cost, never);
    order.push(principal);
    await turn();
    leave();
  };
}

describe('a queue that is fair', () => {
  it('lets in at once what there is room for', async () => {
    const queue = new FairQueue(limits);
    const leaves = await Promise.all([1, 2, 3].map(() => queue.enter('jo', 30, never)));
    expect(leaves).toHaveLength(3);
  });

  it('serves a principal who asks for little before the rest of one who asks for much', async () => {
    const order: string[] = [];
    const ask = run(new FairQueue(limits), order);
    const many = Array.from({ length: 20 }, () => ask('greedy', 100));
    await turn();
    await Promise.all([...many, ask('modest', 50)]);
    expect(order.indexOf('modest')).toBeLessThan(4);
    expect(order).toHaveLength(21);
  });

  it('shares by cost and not by number', async () => {
    const order: string[] = [];
    const ask = run(new FairQueue(limits), order);
    const costly = Array.from({ length: 10 }, () => ask('costly', 100));
    const cheap = Array.from({ length: 40 }, () => ask('cheap', 20));
    await Promise.all([...costly, ...cheap]);
    const firstHalf = order.slice(0, 24);
    expect(firstHalf.filter((name) => name === 'cheap').length).toBeGreaterThan(14);
  });

  it('takes who comes again as soon as it was served for one that has had its part', async () => {
    const order: string[] = [];
    const ask = run(new FairQueue(limits), order);
    const again = async (principal: string): Promise<void> => {
      for (let time = 0; time < 10; time++) await ask(principal, 100);
    };
    const modest = Array.from({ length: 10 }, () => ask('modest', 20));
    await Promise.all([again('greedy'), again('hungry'), ...modest]);
    expect(order.lastIndexOf('modest')).toBeLessThan(17);
    expect(order).toHaveLength(30);
  });

  it('lets a principal in at once of whom little runs, whatever runs of others', async () => {
    const queue = new FairQueue(limits);
    await queue.enter('greedy', 1_000, never);
    await Promise.all([1, 2].map(() => queue.enter('modest', 5, never)));
    const third = new AbortController();
    const waits = queue.enter('modest', 5, third.signal);
    third.abort(new Error('it waited'));
    await expect(waits).rejects.toThrow('it waited');
  });

  it('lets in alone what costs more than all that may run', async () => {
    const queue = new FairQueue(limits);
    const leave = await queue.enter('jo', 1_000, never);
    leave();
    await queue.enter('kim', 1_000, never);
  });

  it('refuses one too many that waits, and forgets who left', async () => {
    const queue = new FairQueue({ ...limits, mostWaiting: 2 });
    const leave = await queue.enter('jo', 100, never);
    const gone = new AbortController();
    const waiting = [gone.signal, never].map((signal) => queue.enter('jo', 100, signal));
    await expect(queue.enter('jo', 100, never)).rejects.toThrow('2 of your requests wait');
    gone.abort(new Error('the client left'));
    await expect(waiting[0]).rejects.toThrow('the client left');
    void queue.enter('jo', 100, never);
    leave();
    (await waiting[1]!)();
  });

  it('refuses no event of a stream, and no request for the events that wait', async () => {
    const queue = new FairQueue({ ...limits, mostWaiting: 2 });
    const leave = await queue.enter('jo', 100, never);
    const order: string[] = [];
    const waiting = ['first', 'second', 'third'].map((name) =>
      queue.enterAsEvent('jo', 100, never).then((leaveToo) => {
        order.push(name);
        leaveToo();
      }),
    );
    const request = queue.enter('jo', 100, never).then((leaveToo) => {
      order.push('request');
      leaveToo();
    });
    leave();
    await Promise.all([...waiting, request]);
    expect(order).toEqual(['first', 'second', 'third', 'request']);
  });

  describe('as time goes by', () => {
    beforeEach(
      () => void vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] }),
    );
    afterEach(() => void vi.useRealTimers());

    /** Whether it begins without anything else ending. */
    const begins = async (queue: FairQueue, principal: string, cost: number): Promise<boolean> => {
      let begun = false;
      void queue.enter(principal, cost, never).then(() => (begun = true));
      await turn();
      return begun;
    };

    it('gives a principal more room who has the server alone, until somebody else asks', async () => {
      const queue = new FairQueue({ ...limits, alone: 300 });
      expect(await begins(queue, 'jo', 100)).toBe(true);
      expect(await begins(queue, 'jo', 100)).toBe(true);
      expect(await begins(queue, 'kim', 5)).toBe(true);
      expect(await begins(queue, 'jo', 50)).toBe(false);
    });

    it('gives it again a second after the last of the others asked', async () => {
      const queue = new FairQueue({ ...limits, alone: 300 });
      (await queue.enter('kim', 5, never))();
      expect(await begins(queue, 'jo', 100)).toBe(true);
      vi.advanceTimersByTime(1_000);
      expect(await begins(queue, 'jo', 100)).toBe(true);
    });

    it('begins what waits after a tenth of a second, one at a time, whatever runs', async () => {
      const queue = new FairQueue(limits);
      const order: string[] = [];
      await queue.enter('small', 10, never);
      for (const name of ['first', 'second'])
        void queue.enter(name, 100, never).then(() => order.push(name));
      await turn();
      expect(order).toEqual([]);
      vi.advanceTimersByTime(100);
      await turn();
      expect(order).toEqual(['first']);
      vi.advanceTimersByTime(100);
      await turn();
      expect(order).toEqual(['first', 'second']);
    });

    it('rests after a large one as long as it took, where others ask too', async () => {
      const queue = new FairQueue(limits);
      (await queue.enter('modest', 5, never))();
      const leave = await queue.enter('greedy', 1_000, never);
      let begun = false;
      void queue.enter('greedy', 1_000, never).then(() => (begun = true));
      vi.advanceTimersByTime(30);
      leave();
      vi.advanceTimersByTime(29);
      await turn();
      expect(begun).toBe(false);
      (await queue.enter('modest', 5, never))();
      vi.advanceTimersByTime(1);
      await turn();
      expect(begun).toBe(true);
    });

    it.each([
      ['rests after an event that shows much', 3, false],
      ['lets an event that shows little begin at once', 1, true],
    ])('%s', async (_, cost, begins) => {
      const queue = new FairQueue(limits);
      (await queue.enter('modest', 5, never))();
      const leave = await queue.enterAsEvent('greedy', cost, never);
      vi.advanceTimersByTime(30);
      leave();
      let begun = false;
      void queue.enterAsEvent('greedy', cost, never).then(() => (begun = true));
      await turn();
      expect(begun).toBe(begins);
    });

    it('and does not where nobody else asks', async () => {
      const queue = new FairQueue(limits);
      const leave = await queue.enter('greedy', 1_000, never);
      vi.advanceTimersByTime(30);
      leave();
      expect(await begins(queue, 'greedy', 1_000)).toBe(true);
    });
  });
});
