import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { withClient } from '../../apps/launcher/src/postgres/prepare-database.js';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { startDyingHop } from '../../test/support/dying-hop.js';
import { startPgBouncer, type TestPgBouncer } from '../../test/support/pgbouncer.js';
import { describeWith } from '../../test/support/public-tools.js';
import { checkDatabase, type DatabaseAccess } from './check-database.js';
import { openDatabase } from './open-database.js';
import { withPrisma } from './with-prisma.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const check = (access: Partial<DatabaseAccess> = {}) =>
  checkDatabase({ url: database.url, directUrl: database.url, statements: 'named', ...access });

/** What it is refused with; undefined where it is taken. */
const refusalOf = (access: Partial<DatabaseAccess>): Promise<unknown> =>
  check(access).then(
    () => undefined,
    (error: unknown) => error,
  );

/** Connections that have been answered what they told others. */
async function idleAfterNotify(): Promise<number | null> {
  const { rowCount } = await database.pool.query(
    `SELECT FROM pg_stat_activity
      WHERE datname = current_database() AND state = 'idle' AND query LIKE 'SELECT pg_notify(%'`,
  );
  return rowCount;
}

describe('a database', () => {
  it('that is reached directly is taken, and may bring options of its own', async () => {
    expect(await check()).toBe('own');
    await check({ url: `${database.url}?options=-c%20statement_timeout=5s` });
  });

  it('without our tables is refused, and says how to make them', async () => {
    const url = database.url.replace(/[^/]+$/, 'postgres');
    expect(await refusalOf({ url })).toMatchObject({
      code: 'DATABASE_NOT_MIGRATED',
      message: expect.stringContaining('npm run db:migrate') as string,
    });
  });

  it('whose connections look for tables elsewhere is refused, and says where', async () => {
    const url = `${database.url}?options=-c%20search_path=bullmq`;
    expect(await refusalOf({ url })).toMatchObject({
      code: 'DATABASE_LOOKS_ELSEWHERE',
      message: expect.stringContaining('look for tables in bullmq') as string,
    });
  });

  it('whose connections die while a notification is waited for is not taken for one behind a bouncer', async () => {
    const hop = await startDyingHop(Number(new URL(database.url).port));
    await withClient(database.migrationUrl, (owner) =>
      owner.query(`CREATE SCHEMA deaf; GRANT USAGE ON SCHEMA deaf TO PUBLIC;
        CREATE FUNCTION deaf.pg_notify(text, text) RETURNS void LANGUAGE sql AS ''`),
    );
    const directUrl = `${hop.through(database.url)}?options=-c%20search_path=deaf,pg_catalog`;
    const refusal = refusalOf({ directUrl });
    await expect.poll(idleAfterNotify, { interval: 20 }).toBe(2);
    hop.swallow('open connections');
    expect(await refusal).toMatchObject({ message: 'Query read timeout' });
    await hop.stop();
  });

  it('that does not answer is told of without its password', async () => {
    const refusal = await refusalOf({ url: 'postgresql://a:secret@127.0.0.1:1/none' });
    expect(refusal).toBeInstanceOf(Error);
    expect(JSON.stringify(refusal) + (refusal as Error).message).not.toContain('secret');
  });
});

/** Others who use the bouncer, each one connection after another. */
function keepBusy(url: string) {
  const { pool, close } = openDatabase({
    url,
    applicationName: 'others',
    statements: 'unnamed',
    connections: 'shared',
  });
  let isOver = false;
  const ask = async (): Promise<void> => {
    while (!isOver) await pool.query('SELECT pg_sleep(random() * 0.005)');
  };
  const asking = Array.from({ length: 2 }, ask);
  return {
    async stop(): Promise<void> {
      isOver = true;
      await Promise.all(asking);
      await close();
    },
  };
}

describeWith({ programs: ['pgbouncer'] }, 'behind a PgBouncer that pools by transaction', () => {
  let bouncer: TestPgBouncer;
  beforeAll(async () => {
    bouncer = await startPgBouncer(database.url);
  });
  afterAll(() => bouncer?.stop());

  it('named statements are refused, and says how to send them', async () => {
    expect(await refusalOf({ url: bouncer.url })).toMatchObject({
      code: 'PGBOUNCER_LOSES_STATEMENTS',
      message: expect.stringContaining('Set DATABASE_STATEMENTS=unnamed') as string,
    });
  });

  it('they are refused whatever others do on it at the same time', async () => {
    for (let again = 0; again < 20; again += 1) {
      const fresh = await startPgBouncer(database.url);
      const others = keepBusy(fresh.url);
      const refusal = await refusalOf({ url: fresh.url });
      await others.stop();
      await fresh.stop();
      expect(refusal).toMatchObject({ code: 'PGBOUNCER_LOSES_STATEMENTS' });
    }
  });

  it('notifications are refused, and says to go past it', async () => {
    const through = { url: bouncer.url, directUrl: bouncer.url };
    expect(await refusalOf({ ...through, statements: 'unnamed' })).toMatchObject({
      code: 'PGBOUNCER_LOSES_NOTIFICATIONS',
      message: expect.stringContaining('Set DATABASE_DIRECT_URL') as string,
    });
  });

  it('settings of a connection are refused by their name', async () => {
    const url = `${bouncer.url}?options=-c%20statement_timeout=5s`;
    expect(await refusalOf({ url, statements: 'unnamed' })).toMatchObject({
      code: 'PGBOUNCER_REFUSES_SETTINGS',
      message: expect.stringContaining('sets options. Add it') as string,
    });
  });

  it('unnamed statements with a direct way beside them are taken, and do the work', async () => {
    const connections = await check({ url: bouncer.url, statements: 'unnamed' });
    expect(connections).toBe('shared');
    const { pool, close } = openDatabase({
      url: bouncer.url,
      applicationName: 'spec',
      statements: 'unnamed',
      connections,
    });
    const statement = { name: 'ours', text: 'SELECT $1::integer + 1 AS sum', values: [1] };
    const work = Array.from({ length: 40 }, (_, n) => [
      pool.query<{ sum: number }>({ ...statement, values: [n] }),
      withPrisma(pool, ({ team }) => team.count({ where: { name: `${n}` } })),
    ]).flat();
    await expect(Promise.all(work)).resolves.toHaveLength(80);
    await close();
  });
});

describeWith(
  { programs: ['pgbouncer'] },
  'limits behind a PgBouncer that pools by transaction',
  () => {
    let limited: TestDatabase;
    let bouncer: TestPgBouncer;
    beforeAll(async () => {
      limited = await createTestDatabase();
    });
    afterAll(() => limited.drop());
    afterEach(() => bouncer?.stop());

    /** As the role brings it along in this database alone. */
    const give = (limit: string): Promise<unknown> =>
      withClient(limited.adminUrl, (admin) =>
        admin.query(
          `ALTER ROLE armature_api IN DATABASE ${name()} SET statement_timeout = '${limit}'`,
        ),
      );
    const name = () => new URL(limited.url).pathname.slice(1);

    it.each(['0', '1min'])(
      'are refused where the role brings none or long ones: %s',
      async (limit) => {
        await give(limit);
        bouncer = await startPgBouncer(limited.url);
        expect(await refusalOf({ url: bouncer.url, statements: 'unnamed' })).toMatchObject({
          code: 'PGBOUNCER_LOSES_LIMITS',
          message: expect.stringContaining(
            `ALTER ROLE "armature_api" SET statement_timeout = '6s'; ALTER ROLE "armature_api" SET lock_timeout = '3s';`,
          ) as string,
        });
        expect(await check({ url: limited.url })).toBe('own');
      },
    );

    it('hold on every connection where the role brings them, and nothing is set on those of others', async () => {
      await give('200ms');
      bouncer = await startPgBouncer(limited.url);
      const connections = await check({ url: bouncer.url, statements: 'unnamed' });
      const { pool, close } = openDatabase({
        url: bouncer.url,
        applicationName: 'spec',
        statements: 'unnamed',
        connections,
      });
      const statements = Array.from({ length: 8 }, () => pool.query('SELECT pg_sleep(10)'));
      for (const { reason } of (await Promise.allSettled(statements)) as PromiseRejectedResult[])
        expect(reason).toMatchObject({ code: '57014' });
      const changed = await pool.query(
        `SELECT name FROM pg_settings WHERE name LIKE '%\\_timeout' AND setting <> reset_val`,
      );
      expect(changed.rows).toEqual([]);
      await close();
    });
  },
);

describeWith({ programs: ['pgbouncer'] }, 'behind a PgBouncer that pools by session', () => {
  let bouncer: TestPgBouncer;
  afterEach(() => bouncer?.stop());

  it('everything is taken', async () => {
    bouncer = await startPgBouncer(database.url, { pool_mode: 'session' });
    expect(await check({ url: bouncer.url, directUrl: bouncer.url })).toBe('own');
  });
});

describe('statements', () => {
  const statementsOf = (url: string, statements: 'named' | 'unnamed') =>
    withOpen(url, statements, async (pool) => {
      await pool.query({ name: 'a', text: 'SELECT $1::integer AS one', values: [1] });
      await pool.query({ name: 'a', text: 'SELECT $1::integer AS two', values: [2] });
      const { rows } = await pool.query<{ name: string }>(
        'SELECT name FROM pg_prepared_statements',
      );
      return rows.map(({ name }) => name).sort();
    });

  const withOpen = async <T>(
    url: string,
    statements: 'named' | 'unnamed',
    work: (pool: TestDatabase['pool']) => Promise<T>,
  ): Promise<T> => {
    const { pool, close } = openDatabase({
      url,
      statements,
      applicationName: 'spec',
      maxConnections: 1,
    });
    return work(pool).finally(close);
  };

  it('are named by their text alone, in every process the same', async () => {
    const names = await statementsOf(database.url, 'named');
    expect(names).toHaveLength(2);
    expect(await statementsOf(database.url, 'named')).toEqual(names);
  });

  it('go without a name where they are told to', async () => {
    expect(await statementsOf(database.url, 'unnamed')).toEqual([]);
  });
});
