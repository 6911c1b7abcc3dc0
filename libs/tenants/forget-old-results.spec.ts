import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { armaturePrincipalId } from './own-principals.js';
import { forgetOldResults } from './forget-old-results.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

describe('results kept under idempotency keys', () => {
  it('are forgotten once they are older than asked, oldest first and no more at once than asked', async () => {
    const { pool } = database;
    await pool.query(
      `INSERT INTO idempotency_record (principal_id, key, mutation, input_hash, result, created_at)
        SELECT $1, uuidv7(), 'm', 'h', to_jsonb(days), now() - days * interval '1 day'
        FROM generate_series(0, 9) AS days`,
      [armaturePrincipalId],
    );
    expect(await forgetOldResults(pool, 6.5, 2)).toBe(2);
    expect(await forgetOldResults(pool, 6.5, 2)).toBe(1);
    const { rows } = await pool.query('SELECT result FROM idempotency_record ORDER BY 1');
    expect(rows).toEqual([0, 1, 2, 3, 4, 5, 6].map((result) => ({ result })));
  });
});
