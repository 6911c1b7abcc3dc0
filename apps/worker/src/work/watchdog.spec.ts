import { describe, expect, it } from 'vitest';
import { Watchdog, works, type Work } from './watchdog.js';

const due = (seconds: Partial<Record<Work, number>>): Record<Work, number> => ({
  operations: 0,
  looks: 0,
  reminders: 0,
  statements: 0,
  ...seconds,
});
const ticks = (watchdog: Watchdog, count: number, work: Work, seconds: number) =>
  Array.from({ length: count }, () => watchdog.tick(due({ [work]: seconds }))).at(-1);

describe('the watchdog', () => {
  it.each(works)(
    'ends a process that hangs in its %s although some have been due for long',
    (work) => {
      const watchdog = new Watchdog();
      const others = works.filter((other) => other !== work);
      expect(ticks(watchdog, 5, work, 60)).toBeUndefined();
      // What else it does is no excuse.
      for (const other of others) watchdog.did(other);
      expect(ticks(watchdog, 1, work, 60)).toBe(work);
    },
  );

  it.each(works)(
    'leaves a process alone that is busy with its %s, however many are due',
    (work) => {
      const watchdog = new Watchdog();
      for (let tick = 0; tick < 20; tick += 1) {
        watchdog.did(work);
        expect(watchdog.tick(due({ [work]: 600 }))).toBeUndefined();
      }
    },
  );

  it('leaves an idle process alone', () => {
    expect(ticks(new Watchdog(), 20, 'operations', 0)).toBeUndefined();
  });

  it('forgives a pause: one tick after a long sleep proves nothing', () => {
    const watchdog = new Watchdog();
    expect(ticks(watchdog, 1, 'operations', 3_600)).toBeUndefined();
    watchdog.did('operations');
    expect(ticks(watchdog, 5, 'operations', 3_600)).toBeUndefined();
  });
});
