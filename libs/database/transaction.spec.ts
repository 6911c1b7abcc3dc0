import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { transaction } from './transaction.js';

describe('transaction', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  const insertTeam = `INSERT INTO team (name, cost_center) VALUES ($1, 'cc')`;
  const countTeams = async (name: string) =>
    (await database.pool.query('SELECT FROM team WHERE name = $1', [name])).rowCount;

  it('commits what the work did and returns its answer', async () => {
    const answer = await transaction(database.pool, async (sql) => {
      await sql.query(insertTeam, ['kept']);
      return 42;
    });
    expect(answer).toBe(42);
    expect(await countTeams('kept')).toBe(1);
  });

  it('rolls back and throws on what the work threw', async () => {
    const work = transaction(database.pool, async (sql) => {
      await sql.query(insertTeam, ['undone']);
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect(await countTeams('undone')).toBe(0);
  });

  it('gives no broken connection back to the pool', async () => {
    const work = transaction(database.pool, (sql) =>
      sql.query('SELECT pg_terminate_backend(pg_backend_pid())'),
    );
    await expect(work).rejects.toThrow();
    const all = Array.from({ length: 10 }, () => database.pool.query('SELECT 1'));
    await expect(Promise.all(all)).resolves.toHaveLength(10);
  });
});
