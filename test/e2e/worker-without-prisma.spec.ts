import { afterAll, beforeAll, expect, it } from 'vitest';
import { startDayOne, type DayOne } from '../support/day-one.js';

let day: DayOne;
beforeAll(async () => {
  day = await startDayOne();
});
afterAll(() => day?.stop());

/** Prints every module that is loaded. */
const tellingModules = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  registerHooks({ load: (url, context, next) => (console.log('loads', url), next(url, context)) });
`)}`;

it('a worker carries an operation out without ever loading Prisma', async () => {
  const worker = await day.startWorker({ NODE_OPTIONS: `--import=${tellingModules}` });
  const api = await day.startApi({});
  const id = await api.createGroup('carried-out');
  await expect
    .poll(async () => (await api.operation(id)).status, { timeout: 60_000, interval: 200 })
    .toBe('SUCCEEDED');
  await Promise.all([worker.stop(), api.stop()]);
  const loaded = (await worker.log()).match(/(?<=^loads ).*/gm) ?? [];
  expect(loaded.length).toBeGreaterThan(100);
  expect(loaded.filter((url) => /@prisma|database\/(generated|prisma)\//.test(url))).toEqual([]);
});
