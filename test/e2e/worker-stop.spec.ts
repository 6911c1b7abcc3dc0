import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDayOne, type DayOne } from '../support/day-one.js';

let day: DayOne;

beforeAll(async () => {
  day = await startDayOne();
});
afterAll(() => day?.stop());

const holding = async (): Promise<number> => {
  const { value } = (await day.control('faults')) as { value: { holding: number }[] };
  return value.reduce((sum, fault) => sum + fault.holding, 0);
};
const claims = async (): Promise<number> => {
  const { rows } = await day.database.pool.query(
    'SELECT FROM operation WHERE lease_until IS NOT NULL',
  );
  return rows.length;
};

describe('a worker that is asked to stop while Azure has not answered it', () => {
  it('waits for the answer, writes what came of it, gives its claim back, and only then closes its connections', async () => {
    await day.control('faults', {
      name: 'HoldsRequest',
      match: { method: 'PUT', pathPattern: '/parting$' },
      parameters: { when: 'after' },
    });
    const api = await day.startApi({});
    const worker = await day.startWorker({});
    const id = await api.createGroup('parting');
    await expect.poll(holding).toBe(1);
    expect(await claims()).toBe(1);
    const stopped = worker.stop();
    await expect.poll(worker.log).toContain('stopping');
    await day.clearFaults();
    await stopped;
    expect(await claims()).toBe(0);
    const [put] = (await api.operation(id)).steps;
    expect(put).toMatchObject({ status: 'SUCCEEDED' });
    expect(await worker.linesWith('"level":40')).toEqual([]);
    expect(await worker.linesWith('"level":50')).toEqual([]);
    await api.stop();
  });
});
