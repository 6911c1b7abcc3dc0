import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it('a role in a team never becomes one on the whole platform: its team cannot go before it', async () => {
  const { rows } = await database.pool.query<{ teamId: string; principalId: string }>(
    `WITH t AS (INSERT INTO team (name, cost_center) VALUES ('vision', 'cc') RETURNING id),
       p AS (INSERT INTO principal (kind, display_name) VALUES ('USER', 'jo') RETURNING id)
     INSERT INTO role_assignment (principal_id, team_id, role) SELECT p.id, t.id, 'ADMIN' FROM t, p
     RETURNING team_id AS "teamId", principal_id AS "principalId"`,
  );
  const remove = database.pool.query('DELETE FROM team WHERE id = $1', [rows[0]?.teamId]);
  await expect(remove).rejects.toMatchObject({ code: '23001' });
  const { rows: left } = await database.pool.query(
    'SELECT team_id AS "teamId" FROM role_assignment WHERE principal_id = $1',
    [rows[0]?.principalId],
  );
  expect(left).toEqual([{ teamId: rows[0]?.teamId }]);
});
