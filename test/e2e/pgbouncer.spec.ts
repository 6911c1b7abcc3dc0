import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase } from '#libs/database';
import { startDayOne, type DayOne } from '../support/day-one.js';
import { startPgBouncer, type TestPgBouncer } from '../support/pgbouncer.js';
import { describeWith } from '../support/public-tools.js';

const soon = { timeout: 60_000, interval: 200 };

describeWith(
  { programs: ['pgbouncer'] },
  'a gateway behind a PgBouncer that pools by transaction',
  () => {
    let day: DayOne;
    let bouncer: TestPgBouncer;
    beforeAll(async () => {
      day = await startDayOne();
      bouncer = await startPgBouncer(day.database.url);
    });
    afterAll(async () => {
      await day?.stop();
      await bouncer?.stop();
    });

    it('does its work with unnamed statements and a direct way for what outlives a transaction', async () => {
      const settings = {
        DATABASE_URL: bouncer.url,
        DATABASE_DIRECT_URL: day.database.url,
        DATABASE_STATEMENTS: 'unnamed',
      };
      const worker = await day.startWorker(settings);
      const api = await day.startApi(settings);
      const ids = await Promise.all(['one', 'two', 'three'].map((name) => api.createGroup(name)));
      const statuses = async () =>
        Promise.all(ids.map(async (id) => (await api.operation(id)).status));
      await expect.poll(statuses, soon).toEqual(['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED']);
      expect(await worker.ready()).toMatchObject({ status: 200 });
      expect(await worker.linesWith('"level":40')).toEqual([]);
      expect(await settingsLeft()).toEqual([]);
      await Promise.all([worker.stop(), api.stop()]);
    });

    /** What was set on connections that others are given next. */
    async function settingsLeft(): Promise<unknown[]> {
      const { pool, close } = openDatabase({
        url: bouncer.url,
        applicationName: 'spec',
        connections: 'shared',
        statements: 'unnamed',
      });
      const left = await Promise.all(
        Array.from({ length: 10 }, () =>
          pool.query(
            `SELECT name FROM pg_settings, pg_sleep(0.1) WHERE name LIKE '%\\_timeout' AND setting <> reset_val`,
          ),
        ),
      );
      await close();
      return left.flatMap(({ rows }) => rows as unknown[]);
    }

    it.each(['worker', 'api'] as const)('starts no %s as if there were none', async (app) => {
      const refused = await day.start(app, `${app}-refused`, { DATABASE_URL: bouncer.url });
      await expect
        .poll(() => day.logOf(`${app}-refused`), soon)
        .toMatch(/PGBOUNCER_LOSES_STATEMENTS.*DATABASE_STATEMENTS=unnamed/);
      await refused.stop(20_000);
    });
  },
);
