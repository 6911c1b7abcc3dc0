import { describe, expect, it } from 'vitest';
import type { DueWork } from '../work/watch-process.js';
import { problemsOf } from './problems-of.rules.js';

const due = (overrides: Partial<DueWork> = {}): DueWork => ({
  oldestDueSeconds: 0,
  oldestLookSeconds: 0,
  undelivered: { count: 0, oldestSeconds: 0 },
  ...overrides,
});
const longIdle = () => 3_600;

describe('nothing is in the way', () => {
  it('where there is nothing to do', () => {
    expect(problemsOf(due(), true, longIdle)).toEqual([]);
  });

  it('of a worker with a queue of minutes before it, of which it takes its share', () => {
    const minutes = due({ oldestDueSeconds: 600, oldestLookSeconds: 600 });
    expect(problemsOf(minutes, true, () => 2)).toEqual([]);
  });

  it('while a burst of reminders is on its way', () => {
    const burst = due({ undelivered: { count: 5_000, oldestSeconds: 4 } });
    expect(problemsOf(burst, true, longIdle)).toEqual([]);
  });
});

describe('it is said', () => {
  it('that reminders do not reach the queue, how many and for how long', () => {
    const stuck = due({ undelivered: { count: 3, oldestSeconds: 21.4 } });
    expect(problemsOf(stuck, true, longIdle)).toEqual([
      expect.stringContaining('3 reminders do not reach the queue, the oldest for 21 s'),
    ]);
  });

  it('that work is due and this worker takes none', () => {
    expect(problemsOf(due({ oldestDueSeconds: 61 }), true, () => 75)).toEqual([
      expect.stringContaining('due for 61 s, and this worker has taken none for 75 s'),
    ]);
  });

  it('that looks are due and it makes none', () => {
    const idle = (work: string) => (work === 'looks' ? 80 : 0);
    expect(problemsOf(due({ oldestLookSeconds: 90 }), true, idle)).toEqual([
      expect.stringContaining('due for 90 s, and this worker has looked at nothing'),
    ]);
  });

  it('that the database answers others, and not over the connections that it holds', () => {
    expect(problemsOf(due(), false, longIdle)).toEqual([
      expect.stringContaining('not over the connections that this worker holds'),
    ]);
  });
});
