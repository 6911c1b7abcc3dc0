import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { rowsRead } from '../../test/support/rows-read.js';
import { appendAudit } from './append-audit.js';
import { findUnsealed } from './find-unsealed.js';
import { sealAudit, sealForgotten } from './seal-audit.js';
import { verifyAudit } from './verify-audit.js';

const armature = '00000000-0000-7000-8000-000000000001';
const trailLength = 20_000;

let test: TestDatabase;
let owner: pg.Client;

beforeAll(async () => {
  test = await createTestDatabase();
  owner = new pg.Client({ connectionString: test.migrationUrl });
  await owner.connect();
  await owner.query(`INSERT INTO audit_event (id, occurred_at, action, actor_id, actor_roles, channel, request_id)
    SELECT uuidv7(ago), date_trunc('milliseconds', now() + ago), 'x', '${armature}', '{}', 'system', 'request'
    FROM (SELECT (n - ${trailLength}) * interval '1 minute' - interval '1 day' AS ago FROM generate_series(1, ${trailLength}) AS n)`);
  await owner.query(`INSERT INTO audit_seal (sequence, audit_event_id, previous_hash, hash)
    SELECT row_number() OVER (ORDER BY occurred_at), id, '', '' FROM audit_event`);
  await owner.query('VACUUM ANALYZE audit_event, audit_seal');
});

afterAll(async () => {
  await owner.end();
  await test.drop();
});

const append = () =>
  appendAudit(test.pool, {
    action: 'team.created',
    actorId: armature,
    actorRoles: [],
    channel: 'system',
    requestId: 'request-1',
  });

/** As an owner slips events in. */
async function slipIn(...intervals: string[]): Promise<string[]> {
  const { rows } = await owner.query<{ id: string }>(
    `INSERT INTO audit_event (id, occurred_at, action, actor_id, actor_roles, channel, request_id)
      SELECT uuidv7(ago), now() + ago, 'x', $2, '{}', 'system', 'request' FROM unnest($1::interval[]) AS ago RETURNING id`,
    [intervals, armature],
  );
  return rows.map(({ id }) => id);
}

describe('a long trail', () => {
  it('is sealed by what is new alone, and not read anew each time', async () => {
    await append();
    const read = await rowsRead(test.url, 'audit_seal', async (pool) => {
      expect(await sealAudit(pool)).toBe(1);
      expect(await sealAudit(pool)).toBe(0);
    });
    expect(read).toBeLessThan(100);
  });

  it('is searched for what was forgotten, some of it with each statement', async () => {
    const forgotten = await slipIn('-10 days', '-5 days', '-5 days', '-2 hours');
    expect(await sealAudit(test.pool)).toBe(0);
    const pages: string[][] = [];
    for await (const page of findUnsealed(test.pool, 5_000)) pages.push(page);
    expect(pages.flat()).toEqual(forgotten.toSorted());
    expect(pages.length).toBeGreaterThan(trailLength / 5_000);
    const read = await rowsRead(test.url, 'audit_seal', async (pool) => {
      expect(await sealForgotten(pool)).toBe(4);
    });
    expect(read).toBeLessThan(2 * trailLength);
    expect(await sealForgotten(test.pool)).toBe(0);
  });

  it('is left when the search is ended', async () => {
    await slipIn('-10 days');
    expect(await sealForgotten(test.pool, AbortSignal.abort())).toBe(0);
    expect(await sealForgotten(test.pool)).toBe(1);
  });

  it('is verified a batch with each statement, what is not sealed among it', async () => {
    await Promise.all([append(), append(), slipIn('-3 days')]);
    const query = vi.spyOn(test.pool, 'query');
    // The chain breaks at its first link: the seals of this trail are made up.
    const verified = await verifyAudit(test.pool, undefined, trailLength / 4);
    expect(verified).toMatchObject({ verified: 0, unsealed: 3 });
    expect(query.mock.calls.length).toBeGreaterThan(4);
  });
});
