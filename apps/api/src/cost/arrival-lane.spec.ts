import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ArrivalLane } from './arrival-lane.js';

const staying = new AbortController().signal;

describe('a lane of arrivals', () => {
  it('takes up one request of a principal a turn, and others between them', async () => {
    const lane = new ArrivalLane();
    const order: string[] = [];
    const ask = (principal: string): Promise<unknown> =>
      lane.enter(principal, staying).then(() => order.push(principal));
    const many = Array.from({ length: 5 }, () => ask('many'));
    await turn();
    const one = ask('one');
    await one;
    expect(order.filter((name) => name === 'many').length).toBeLessThan(4);
    await Promise.all(many);
    expect(order.toSorted()).toEqual(['many', 'many', 'many', 'many', 'many', 'one']);
  });

  it('forgets who left while it waited', async () => {
    const lane = new ArrivalLane();
    const gone = new AbortController();
    const order: string[] = [];
    const ask = (name: string, signal: AbortSignal): Promise<unknown> =>
      lane.enter('jo', signal).then(() => order.push(name));
    const [first, left, third] = [
      ask('first', staying),
      ask('left', gone.signal),
      ask('third', staying),
    ];
    gone.abort(new Error('the client left'));
    await expect(left).rejects.toThrow('the client left');
    await first;
    await turn();
    expect(order).toEqual(['first', 'third']);
    await third;
    await expect(lane.enter('jo', gone.signal)).rejects.toThrow('the client left');
  });

  it('lets one request in at once', async () => {
    const lane = new ArrivalLane();
    let entered = false;
    void lane.enter('jo', staying).then(() => (entered = true));
    await Promise.resolve();
    expect(entered).toBe(true);
  });
});
