import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { isDatabaseAway } from './database-failure.js';
import { endingWith, StatementEnded } from './ending-pool.js';
import type { Prisma } from './generated/client.js';
import { openDatabase } from './open-database.js';
import { transaction } from './transaction.js';
import { withPrisma } from './with-prisma.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const pidText = 'SELECT pg_backend_pid() AS pid';
const newTeam = (name: string) => ({ data: { name, costCenter: 'cc' } });
const countOf = (sql: TestDatabase['pool'], name: string) =>
  withPrisma(sql, ({ team }) => team.count({ where: { name } }));

/** How many sleep. */
async function running({ pool }: TestDatabase): Promise<number> {
  const { rowCount } = await pool.query(
    `SELECT FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND wait_event = 'PgSleep'`,
  );
  return rowCount ?? NaN;
}

describe("Prisma's client", () => {
  it('works in the transaction that it is given, and is undone with it', async () => {
    const undone = transaction(database.pool, async (sql) => {
      await withPrisma(sql, ({ team }) => team.create(newTeam('undone')));
      const { rowCount } = await sql.query(`SELECT FROM team WHERE name = 'undone'`);
      throw new Error(`there were ${rowCount}`);
    });
    await expect(undone).rejects.toThrow('there were 1');
    expect(await countOf(database.pool, 'undone')).toBe(0);
  });

  it('sends what several ask at the same moment over the connection of each', async () => {
    const clients = await Promise.all(Array.from({ length: 4 }, () => database.pool.connect()));
    try {
      const pids = await Promise.all(clients.map((client) => client.query(pidText)));
      const found = await Promise.all(
        clients.map((client) =>
          withPrisma(client, (prisma) => prisma.$queryRawUnsafe<object[]>(pidText)),
        ),
      );
      expect(found).toEqual(pids.map(({ rows }) => rows as object[]));
    } finally {
      for (const client of clients) client.release();
    }
  });

  it('leaves it to the database to say when something was made', async () => {
    await transaction(database.pool, async (sql) => {
      await withPrisma(sql, ({ team }) => team.create(newTeam('timed')));
      const { rows } = await sql.query(
        `SELECT created_at = now() AS exact FROM team WHERE name = 'timed'`,
      );
      expect(rows).toEqual([{ exact: true }]);
    });
  });

  it.each(['UTC', 'Asia/Tokyo', 'America/St_Johns'])(
    'writes and reads times as they are where the session is in %s',
    async (zone) => {
      const at = new Date('2030-07-01T12:00:00.123Z');
      await transaction(database.pool, async (sql) => {
        await sql.query(`SET LOCAL TimeZone = '${zone}'`);
        const written = await withPrisma(sql, ({ principal }) =>
          principal.create({ data: { kind: 'BOT', displayName: zone, disabledAt: at } }),
        );
        expect(written.disabledAt).toEqual(at);
        const { rows } = await sql.query('SELECT disabled_at AS at FROM principal WHERE id = $1', [
          written.id,
        ]);
        expect(rows).toEqual([{ at }]);
      });
    },
  );

  it('rejects with what PostgreSQL said, and with what its driver said', async () => {
    await countOf(database.pool, 'loaded');
    const twice = withPrisma(database.pool, ({ team }) =>
      team.create(newTeam('twice')).then(() => team.create(newTeam('TWICE'))),
    );
    await expect(twice).rejects.toMatchObject({ code: '23505', constraint: 'team_name_lower_key' });
    const nowhere = openDatabase({
      url: 'postgresql://a:b@127.0.0.1:1/c',
      applicationName: 'spec',
    });
    const away = await countOf(nowhere.pool, 'x').catch((error: unknown) => error);
    expect(away).toMatchObject({ code: 'ECONNREFUSED' });
    expect(isDatabaseAway(away)).toBe(true);
  });

  it('is ended with who asked, and with nobody else who asked at the same moment', async () => {
    const gone = new AbortController();
    const sleep = (prisma: Prisma.TransactionClient) =>
      prisma.$queryRaw`SELECT 1 AS slept FROM pg_sleep(2)`;
    const ended = endingWith(gone.signal, () => withPrisma(database.pool, sleep));
    const others = withPrisma(database.pool, sleep);
    await expect.poll(() => running(database)).toBe(2);
    gone.abort();
    await expect(ended).rejects.toBeInstanceOf(StatementEnded);
    await expect(others).resolves.toEqual([{ slept: 1 }]);
  });
});
