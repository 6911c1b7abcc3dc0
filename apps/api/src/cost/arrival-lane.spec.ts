import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ArrivalLane } from './arrival-lane.js';

describe('a lane of arrivals', () => {
  it('takes up one request of a principal a turn, and others between them', async () => {
    const lane = new ArrivalLane();
    const order: string[] = [];
    const ask = (principal: string): Promise<unknown> =>
      lane.enter(principal).then(() => order.push(principal));
    const many = Array.from({ length: 5 }, () => ask('many'));
    await turn();
    const one = ask('one');
    await one;
    expect(order.filter((name) => name === 'many').length).toBeLessThan(4);
    await Promise.all(many);
    expect(order.toSorted()).toEqual(['many', 'many', 'many', 'many', 'many', 'one']);
  });

  it('lets one request in at once', async () => {
    const lane = new ArrivalLane();
    let entered = false;
    void lane.enter('jo').then(() => (entered = true));
    await Promise.resolve();
    expect(entered).toBe(true);
  });
});
