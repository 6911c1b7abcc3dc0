import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { transaction, type Sql } from '#libs/database';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { appendAudit } from './append-audit.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const append = (sql: Sql, action: string): Promise<string> =>
  appendAudit(sql, {
    action,
    actorId: randomUUID(),
    actorRoles: [],
    channel: 'system',
    requestId: 'request-1',
  });

describe('the order of the audit trail', () => {
  it('is that in which things happened, also where a transaction had to wait', async () => {
    await transaction(database.pool, async (waiting) => {
      await waiting.query('SELECT 1');
      await append(database.pool, 'operation.started');
      await append(waiting, 'operation.canceled');
    });
    const { rows } = await database.pool.query<{ action: string }>(
      'SELECT action FROM audit_event ORDER BY occurred_at, id',
    );
    expect(rows.map(({ action }) => action)).toEqual(['operation.started', 'operation.canceled']);
  });
});
