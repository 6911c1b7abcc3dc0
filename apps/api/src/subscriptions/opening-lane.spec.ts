import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { OpeningLane } from './opening-lane.js';

describe('streams that come all at once', () => {
  it('are opened a few at a time, in their order, with turns for others in between', async () => {
    const lane = new OpeningLane();
    const opened: number[] = [];
    const all = Array.from({ length: 30 }, async (_, number) => {
      await lane.enter();
      opened.push(number);
    });
    await turn();
    await turn();
    expect(opened.length).toBeLessThan(12);
    await Promise.all(all);
    expect(opened).toEqual(Array.from({ length: 30 }, (_, number) => number));
    await lane.enter();
  });
});
