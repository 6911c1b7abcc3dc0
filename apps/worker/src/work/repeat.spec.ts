import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { repeat } from './repeat.js';

const log = pino({ level: 'silent' });

describe('repeat', () => {
  it('goes on after a run that failed', async () => {
    let runs = 0;
    const repeated = repeat({
      name: 'test',
      everyMs: 1,
      log,
      work: async () => {
        runs += 1;
        throw new Error('the database is away');
      },
    });
    await expect.poll(() => runs).toBeGreaterThan(2);
    await repeated.stop();
  });

  it('never runs twice at once, and not at all after it was stopped', async () => {
    let atOnce = 0;
    let most = 0;
    let runs = 0;
    const repeated = repeat({
      name: 'test',
      everyMs: 1,
      log,
      work: async () => {
        most = Math.max(most, (atOnce += 1));
        await new Promise((resolve) => setTimeout(resolve, 5));
        runs += 1;
        atOnce -= 1;
      },
    });
    await expect.poll(() => (repeated.poke(), runs)).toBeGreaterThan(3);
    await repeated.stop();
    const then = runs;
    repeated.poke();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect([most, runs]).toEqual([1, then]);
  });

  it('runs at once when poked, however long it would have slept', async () => {
    let runs = 0;
    const repeated = repeat({
      name: 'test',
      everyMs: 1e6,
      log,
      work: async () => void (runs += 1),
    });
    await expect.poll(() => runs).toBe(1);
    repeated.poke();
    await expect.poll(() => runs).toBe(2);
    await repeated.stop();
  });
});
