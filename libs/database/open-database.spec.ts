import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { startTestPostgres, type TestPostgresServer } from '../../test/support/postgres-server.js';
import { createListener } from './create-listener.js';
import { createStatementNamer } from './name-statements.js';
import { openDatabase, type Database } from './open-database.js';
import { withPrisma } from './with-prisma.js';

describe('while PostgreSQL is restarted', () => {
  let server: TestPostgresServer;
  let prepared: TestDatabase;
  let database: Database;
  const onConnectionLost = vi.fn();

  beforeAll(async () => {
    server = await startTestPostgres();
    prepared = await createTestDatabase(server);
    await prepared.pool.end();
    database = openDatabase({ url: prepared.url, applicationName: 'spec', onConnectionLost });
  });

  afterAll(async () => {
    await database.close();
    await server.stop();
  });

  it('pool and Prisma find it again, and a listener hears again', async () => {
    const heard: string[] = [];
    const onReconnect = vi.fn();
    const listener = createListener({
      url: prepared.url,
      channel: 'armature_outbox',
      onNotification: (payload) => heard.push(payload),
      onReconnect,
    });
    await listener.ready;
    await Promise.all(Array.from({ length: 5 }, () => database.pool.query('SELECT 1')));

    await server.restart('immediate');

    await vi.waitFor(() => expect(onConnectionLost).toHaveBeenCalled(), { timeout: 10_000 });
    await vi.waitFor(() => withPrisma(database.pool, ({ team }) => team.count()), {
      timeout: 10_000,
    });
    await vi.waitFor(() => expect(onReconnect).toHaveBeenCalledOnce(), { timeout: 10_000 });
    await database.pool.query(`INSERT INTO outbox_event (topic) VALUES ('operation.changed')`);
    await vi.waitFor(() => expect(heard).toHaveLength(1), { timeout: 10_000 });
    await listener.close();
  });
});

describe('createStatementNamer', () => {
  it('gives the same SQL the same name, and another one another', () => {
    const nameOf = createStatementNamer(500);
    const first = nameOf({ sql: 'SELECT 1' });
    expect(nameOf({ sql: 'SELECT 2' })).not.toBe(first);
    expect(nameOf({ sql: 'SELECT 1' })).toBe(first);
  });

  it('names no more than 500, so that a connection does not fill up', () => {
    const nameOf = createStatementNamer(500);
    const names = Array.from({ length: 600 }, (_, at) => nameOf({ sql: `SELECT ${at}` }));
    expect(names.filter((name) => name !== '')).toHaveLength(500);
  });

  it('names what is needed often, where it is told how often that is', () => {
    const nameOf = createStatementNamer(2, 3);
    const once = Array.from({ length: 50 }, (_, at) => nameOf({ sql: `SELECT ${at}` }));
    const often = Array.from({ length: 4 }, () => nameOf({ sql: 'SELECT often' }));
    expect(once.every((name) => name === '')).toBe(true);
    expect(often.map((name) => name !== '')).toEqual([false, false, true, true]);
  });
});
