import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { appendRefusal } from './append-refusal.js';

const team = randomUUID();
const actor = randomUUID();
let database: TestDatabase;

beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

const refuse = (of: { actorId?: string; action?: string; teamId?: string | null } = {}) =>
  appendRefusal(database.pool, {
    actorId: actor,
    action: 'compute_cluster.create.denied',
    teamId: team,
    ...of,
    actorRoles: ['VIEWER'],
    channel: 'graphql',
    requestId: 'request-1',
    after: { code: 'FORBIDDEN' },
  });

async function refuseTimes(times: number): Promise<void> {
  for (let at = 0; at < times; at++) await refuse();
}

async function written(of = 'true'): Promise<unknown[]> {
  const { rows } = await database.pool.query<{ after: unknown }>(
    `SELECT after FROM audit_event WHERE ${of} ORDER BY id`,
  );
  return rows.map(({ after }) => after);
}

const anHourPasses = () =>
  database.pool.query(`UPDATE audit_refusal SET since = since - interval '1 hour'`);

describe('refusals in the audit trail', () => {
  it('are written one by one while they are few', async () => {
    await refuseTimes(20);
    expect(await written()).toEqual(Array.from({ length: 20 }, () => ({ code: 'FORBIDDEN' })));
  });

  it('are counted when one client goes on, and told at the hundredth and the thousandth', async () => {
    await refuseTimes(1_000);
    const told = await written();
    expect(told).toHaveLength(22);
    expect(told.slice(20)).toMatchObject([
      { code: 'FORBIDDEN', timesRefused: 100, since: expect.any(String) as string },
      { code: 'FORBIDDEN', timesRefused: 1_000 },
    ]);
  });

  it('are written again an hour later, with how many there were', async () => {
    await refuseTimes(57);
    await anHourPasses();
    await refuseTimes(2);
    expect((await written()).slice(20)).toEqual([
      { code: 'FORBIDDEN', timesRefusedBefore: 57 },
      { code: 'FORBIDDEN' },
    ]);
  });

  it('do not hide those of others, of another action or of another team', async () => {
    await refuseTimes(30);
    const other = randomUUID();
    await refuse({ actorId: other });
    await refuse({ action: 'workspace.create.denied' });
    await refuse({ teamId: other });
    await refuse({ teamId: null });
    expect(await written(`actor_id = '${other}'`)).toHaveLength(1);
    expect(await written()).toHaveLength(24);
  });

  it('are counted right when many come at once', async () => {
    await Promise.all(Array.from({ length: 120 }, () => refuse()));
    expect(await written()).toHaveLength(21);
    expect(await written(`after ? 'timesRefused'`)).toMatchObject([{ timesRefused: 100 }]);
  });
});
