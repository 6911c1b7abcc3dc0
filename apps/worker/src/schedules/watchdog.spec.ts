import { describe, expect, it } from 'vitest';
import { Watchdog } from './watchdog.js';

const ticks = (watchdog: Watchdog, count: number, oldestDueSeconds: number): boolean =>
  Array.from({ length: count }, () => watchdog.isWedged(oldestDueSeconds)).at(-1) ?? false;

describe('the watchdog', () => {
  it('ends a process that takes nothing although work has been due for long', () => {
    const watchdog = new Watchdog();
    expect(ticks(watchdog, 5, 60)).toBe(false);
    expect(ticks(watchdog, 1, 60)).toBe(true);
  });

  it('leaves a busy process alone, however long the queue', () => {
    const watchdog = new Watchdog();
    for (let tick = 0; tick < 20; tick += 1) {
      watchdog.pickedUp();
      expect(watchdog.isWedged(600)).toBe(false);
    }
  });

  it('leaves an idle process alone', () => {
    expect(ticks(new Watchdog(), 20, 0)).toBe(false);
  });

  it('forgives a pause: one tick after a long sleep proves nothing', () => {
    const watchdog = new Watchdog();
    expect(watchdog.isWedged(3_600)).toBe(false);
    watchdog.pickedUp();
    expect(ticks(watchdog, 5, 3_600)).toBe(false);
  });
});
