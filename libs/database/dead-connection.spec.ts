import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  inject,
  it,
  vi,
} from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { startDyingHop, type DyingHop } from '../../test/support/dying-hop.js';
import { createListener } from './create-listener.js';
import { OutcomeUnknown } from './database-failure.js';
import { openDatabase, type Database } from './open-database.js';
import { transaction } from './transaction.js';

const patience = { timeout: 40_000, interval: 100 };

describe('a connection to PostgreSQL that is acknowledged and never answered', () => {
  let real: TestDatabase;
  let hop: DyingHop;
  let database: Database;

  beforeAll(async () => {
    real = await createTestDatabase();
  });
  afterAll(() => real.drop());
  beforeEach(async () => {
    hop = await startDyingHop(Number(new URL(inject('postgres').adminUrl).port));
    database = openDatabase({ url: hop.through(real.url), applicationName: 'behind a hop' });
  });
  afterEach(async () => {
    await hop.stop();
    await database.close();
  });

  const fill = (count: number) =>
    Promise.all(Array.from({ length: count }, () => database.pool.query('SELECT pg_sleep(0.2)')));
  const teams = async (name: string): Promise<number> =>
    (await real.pool.query('SELECT FROM team WHERE name = $1', [name])).rowCount ?? NaN;
  const insert = `INSERT INTO team (name, cost_center) VALUES ($1, 'cc')`;

  it('fails the query, and no other one fails for the connections beside it', async () => {
    await fill(8);
    hop.swallow('open connections');
    await expect(database.pool.query('SELECT 1')).rejects.toThrow('Query read timeout');
    await expect(fill(8)).resolves.toHaveLength(8);
  });

  it('leaves no transaction open on the other side, and no lock', async () => {
    await real.pool.query(insert, ['locked']);
    const lost = transaction(database.pool, async (sql) => {
      await sql.query(`UPDATE team SET cost_center = 'other' WHERE name = 'locked'`);
      hop.swallow('open connections');
      await sql.query('SELECT 1');
    });
    await expect(lost).rejects.toThrow('Query read timeout');
    await vi.waitFor(
      () => real.pool.query(`SELECT FROM team WHERE name = 'locked' FOR UPDATE NOWAIT`),
      patience,
    );
    const { rows } = await real.pool.query(`SELECT cost_center FROM team WHERE name = 'locked'`);
    expect(rows).toEqual([{ cost_center: 'cc' }]);
  });

  it('says that it does not know where COMMIT is not answered', async () => {
    const unheard = transaction(database.pool, async (sql) => {
      await sql.query(insert, ['unheard']);
      hop.swallowAnswers();
    });
    await expect(unheard).rejects.toThrow(OutcomeUnknown);
    expect(await teams('unheard')).toBe(1);
    await expect(database.pool.query('SELECT 1')).resolves.toBeDefined();
  });

  it('is found by a listener, which hears again of what is committed', async () => {
    const heard = vi.fn();
    const onReconnect = vi.fn();
    const listener = createListener({
      url: hop.through(real.url),
      channel: 'armature_outbox',
      onReconnect,
      onNotification: heard,
    });
    await listener.ready;
    hop.swallow('open connections');
    await vi.waitFor(() => expect(onReconnect).toHaveBeenCalled(), patience);
    await real.pool.query(`INSERT INTO outbox_event (topic) VALUES ('operation.changed')`);
    await vi.waitFor(() => expect(heard).toHaveBeenCalled(), patience);
    await listener.close();
  });

  it('holds up neither the end of a listener nor that of a pool', async () => {
    const listener = createListener({
      url: hop.through(real.url),
      channel: 'armature_outbox',
      onNotification: () => undefined,
      onReconnect: () => undefined,
    });
    await listener.ready;
    await fill(3);
    hop.swallow('all connections');
    await expect(Promise.all([listener.close(), database.close()])).resolves.toBeDefined();
  });

  it('fails a query within seconds too where new connections are swallowed', async () => {
    hop.swallow('all connections');
    await expect(database.pool.query('SELECT 1')).rejects.toThrow();
    hop.heal();
    await expect(database.pool.query('SELECT 1')).resolves.toBeDefined();
  });
});
