import { afterAll, beforeAll, expect, it } from 'vitest';
import { kinds } from '#libs/kinds';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { givenOperation } from '../../test/support/engine.js';
import { pickComputes, writeWeighed, type Unweighed } from './weighing.repository.js';

let database: TestDatabase;
let id: string;
beforeAll(async () => {
  database = await createTestDatabase();
  ({ resourceId: id } = await givenOperation(database.pool));
});
afterAll(() => database.drop());

const asked = {
  machines: kinds.machines,
  after: '00000000-0000-0000-0000-000000000000',
  limit: 10,
};
const picked = () => pickComputes(database.pool, 'changed', asked);
const weighed = ({ id, changedAt, weighedAt }: Unweighed, vCpus: number) =>
  writeWeighed(database.pool, [{ id, changedAt, weighedAt, vCpus, hourly: '1', currency: 'USD' }]);
const kept = async (): Promise<string | undefined> => {
  const { rows } = await database.pool.query<{ vcpus: string }>(
    'SELECT vcpus FROM compute_ceiling WHERE resource_id = $1',
    [id],
  );
  return rows[0]?.vcpus;
};
const change = () =>
  database.pool.query(
    `UPDATE resource SET observed = coalesce(observed, '{}') || jsonb_build_object('at', now()) WHERE id = $1`,
    [id],
  );

it('is of what changed since, and once', async () => {
  const [row] = await picked();
  expect(row).toMatchObject({ id, weighedAt: null });
  await weighed(row!, 4);
  expect([await kept(), await picked()]).toEqual(['4', []]);
  await change();
  const [again] = await picked();
  await weighed(again!, 8);
  expect(await kept()).toBe('8');
});

it('leaves what was accepted or weighed while it was being worked out', async () => {
  await change();
  const [row] = await picked();
  await database.pool.query(
    'UPDATE compute_ceiling SET vcpus = 100, weighed_at = now() WHERE resource_id = $1',
    [id],
  );
  await weighed(row!, 4);
  expect(await kept()).toBe('100');
});
