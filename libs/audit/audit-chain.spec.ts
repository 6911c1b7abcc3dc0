import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { transaction } from '#libs/database';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { appendAudit } from './append-audit.js';
import { sealAudit, sealForgotten } from './seal-audit.js';
import { verifyAudit } from './verify-audit.js';

/** An actor that every database has. */
const armature = '00000000-0000-7000-8000-000000000001';

let database: TestDatabase;
let owner: pg.Client;

beforeEach(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.migrationUrl });
  await owner.connect();
});

afterEach(async () => {
  await owner.end();
  await database.drop();
});

const append = (name: string) =>
  appendAudit(database.pool, {
    action: 'compute_cluster.create.accepted',
    actorId: armature,
    actorRoles: ['OPERATOR'],
    channel: 'graphql',
    requestId: 'request-1',
    targetName: name,
    before: null,
    after: { größe: 1.5, list: [1e21, -0, '\u2028'], z: null, aa: { b: true } },
    remoteAddress: '::1',
  });

async function givenSealed(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let at = 1; at <= count; at++) ids.push(await append(`cluster-${at}`));
  await sealAudit(database.pool);
  return ids;
}

/** What an owner can do: switch the guards off, change something, switch them on. */
async function tamper(statement: string, values: unknown[] = []): Promise<void> {
  await owner.query('ALTER TABLE audit_event DISABLE TRIGGER ALL').catch(() => undefined);
  for (const table of ['audit_event', 'audit_seal']) {
    await owner.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
  }
  await owner.query(
    'ALTER TABLE audit_seal DROP CONSTRAINT IF EXISTS audit_seal_audit_event_id_fkey',
  );
  await owner.query(statement, values);
}

describe('sealing', () => {
  it('numbers events from 1 without gaps, in the order they happened', async () => {
    const ids = await givenSealed(5);
    const { rows } = await database.pool.query(
      'SELECT sequence, audit_event_id FROM audit_seal ORDER BY 1',
    );
    expect(rows).toEqual(ids.map((id, at) => ({ sequence: at + 1, audit_event_id: id })));
  });

  it('continues where it stopped and takes no more than asked', async () => {
    for (let at = 0; at < 5; at++) await append(`${at}`);
    expect(await sealAudit(database.pool, 2)).toBe(2);
    expect(await verifyAudit(database.pool)).toMatchObject({ verified: 2, unsealed: 3 });
    expect(await sealAudit(database.pool, 10)).toBe(3);
    expect(await sealAudit(database.pool, 10)).toBe(0);
    expect(await verifyAudit(database.pool)).toMatchObject({
      broken: undefined,
      verified: 5,
      unsealed: 0,
    });
  });

  it('stays whole when several processes append and seal at once', async () => {
    const work = Array.from({ length: 60 }, async (_, at) => {
      if (at % 3 === 0) await sealAudit(database.pool, 7);
      else await append(`${at}`);
    });
    await Promise.all(work);
    while ((await sealAudit(database.pool)) > 0);
    expect(await verifyAudit(database.pool)).toMatchObject({
      broken: undefined,
      verified: 40,
      unsealed: 0,
    });
  });

  it('leaves what is rolled back out', async () => {
    const undone = transaction(database.pool, async (sql) => {
      await appendAudit(sql, {
        action: 'team.created',
        actorId: randomUUID(),
        actorRoles: [],
        channel: 'system',
        requestId: 'request-2',
      });
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await verifyAudit(database.pool)).toMatchObject({ verified: 0, unsealed: 0 });
  });

  it('refuses a text that does not say what the row says', async () => {
    const id = await append('honest');
    const lie = database.pool.query('SELECT seal_audit_events($1)', [[JSON.stringify({ id })]]);
    await expect(lie).rejects.toThrow('does not say what the row says');
  });
});

describe('verification names', () => {
  it('an event that was changed', async () => {
    const ids = await givenSealed(5);
    await tamper(`UPDATE audit_event SET target_name = 'other' WHERE id = $1`, [ids[2]]);
    expect((await verifyAudit(database.pool, undefined, 2)).broken).toMatchObject({
      kind: 'changed-event',
      sequence: 3,
      auditEventId: ids[2],
    });
  });

  it.each([
    ['occurred_at', `occurred_at + interval '1 ms'`],
    ['action', `'x'`],
    ['actor_id', 'uuidv7()'],
    ['actor_name', 'NULL'],
    ['actor_name', `'Somebody else'`],
    ['actor_roles', `ARRAY['ADMIN']`],
    ['channel', `'rest'`],
    ['team_id', 'uuidv7()'],
    ['target_id', 'uuidv7()'],
    ['target_kind', `'Team'`],
    ['operation_id', 'uuidv7()'],
    ['before', `'{}'`],
    ['after', `'{"a": 1}'`],
    ['request_id', `'x'`],
    ['remote_address', 'NULL'],
  ])('a change of %s', async (column, value) => {
    await givenSealed(1);
    await tamper(`UPDATE audit_event SET ${column} = ${value}`);
    expect((await verifyAudit(database.pool)).broken?.kind).toBe('changed-event');
  });

  it('an event that was removed', async () => {
    const ids = await givenSealed(5);
    await tamper('DELETE FROM audit_event WHERE id = $1', [ids[3]]);
    expect((await verifyAudit(database.pool)).broken).toMatchObject({
      kind: 'missing-event',
      sequence: 4,
    });
  });

  it('an event that was removed together with its seal', async () => {
    const ids = await givenSealed(5);
    await tamper('DELETE FROM audit_seal WHERE audit_event_id = $1', [ids[1]]);
    await tamper('DELETE FROM audit_event WHERE id = $1', [ids[1]]);
    expect((await verifyAudit(database.pool)).broken).toMatchObject({ kind: 'gap', sequence: 2 });
  });

  it('a removed event whose gap was closed by renumbering', async () => {
    await givenSealed(5);
    await tamper('DELETE FROM audit_seal WHERE sequence = 2');
    await tamper('UPDATE audit_seal SET sequence = sequence - 1 WHERE sequence > 2');
    expect((await verifyAudit(database.pool)).broken).toMatchObject({
      kind: 'wrong-link',
      sequence: 2,
    });
  });

  it('two events whose seals were swapped', async () => {
    const ids = await givenSealed(4);
    await tamper('UPDATE audit_seal SET sequence = -sequence WHERE sequence IN (2, 3)');
    await tamper('UPDATE audit_seal SET sequence = 5 + sequence WHERE sequence < 0');
    expect((await verifyAudit(database.pool)).broken).toMatchObject({
      kind: 'wrong-link',
      auditEventId: ids[2],
    });
  });

  it('a changed event whose own seal was made to fit again', async () => {
    const ids = await givenSealed(3);
    await tamper(`UPDATE audit_event SET action = 'x' WHERE id = $1`, [ids[1]]);
    await tamper(`UPDATE audit_seal SET hash = repeat('a', 64) WHERE sequence = 2`);
    expect((await verifyAudit(database.pool)).broken).toMatchObject({ sequence: 2 });
  });

  it('a tail that was cut, given a head from before', async () => {
    await givenSealed(5);
    const { head } = await verifyAudit(database.pool);
    await tamper('DELETE FROM audit_seal WHERE sequence > 3');
    expect((await verifyAudit(database.pool)).broken).toBeUndefined();
    expect((await verifyAudit(database.pool, head)).broken).toMatchObject({
      kind: 'cut-tail',
      sequence: 4,
    });
  });

  it('a chain that was sealed anew over changed events, given a head from before', async () => {
    await givenSealed(3);
    const { head } = await verifyAudit(database.pool);
    await tamper(`UPDATE audit_event SET action = 'x'`);
    await tamper('DELETE FROM audit_seal');
    await sealAudit(database.pool);
    expect((await verifyAudit(database.pool)).broken).toBeUndefined();
    expect((await verifyAudit(database.pool, head)).broken?.kind).toBe('other-chain');
  });

  it('nothing when the chain is whole and has grown since the head was written down', async () => {
    await givenSealed(3);
    const { head } = await verifyAudit(database.pool);
    await givenSealed(2);
    expect(await verifyAudit(database.pool, head)).toMatchObject({
      broken: undefined,
      verified: 5,
    });
  });
});

describe('the name of an actor', () => {
  it('is what it was then, whatever the actor is called later', async () => {
    await append('renamed');
    await owner.query(`UPDATE principal SET display_name = 'Mallory' WHERE id = $1`, [armature]);
    await append('later');
    const { rows } = await database.pool.query('SELECT actor_name FROM audit_event ORDER BY id');
    expect(rows).toEqual([{ actor_name: 'armature' }, { actor_name: 'Mallory' }]);
  });

  it('is missing in older events, whose seals go on fitting', async () => {
    await append('old');
    await tamper('UPDATE audit_event SET actor_name = NULL');
    await sealAudit(database.pool);
    const { rows } = await database.pool.query(
      `SELECT audit_event_content(e) ? 'actorName' AS named FROM audit_event e`,
    );
    expect(rows).toEqual([{ named: false }]);
    await givenSealed(2);
    expect(await verifyAudit(database.pool)).toMatchObject({ broken: undefined, verified: 3 });
  });
});

describe('an event that was written at another time than it says', () => {
  /** As an owner slips one in between; the triggers refuse changes and not this. */
  const slipIn = async (interval: string): Promise<string> => {
    const { rows } = await owner.query<{ id: string }>(
      `INSERT INTO audit_event (occurred_at, action, actor_id, actor_roles, channel, request_id)
        VALUES (now() + $1::interval, 'api_key.created', $2, '{}', 'system', 'request-9') RETURNING id`,
      [interval, armature],
    );
    return rows[0]!.id;
  };

  it.each(['-3 minutes', '-50 minutes', '-1 day'])('is found: %s', async (interval) => {
    await givenSealed(3);
    const auditEventId = await slipIn(interval);
    await sealForgotten(database.pool);
    await givenSealed(1);
    const { broken, misdated } = await verifyAudit(database.pool, undefined, 2);
    expect(broken).toBeUndefined();
    expect(misdated).toMatchObject([
      { auditEventId, message: expect.stringContaining('backdated') as string },
    ]);
  });

  it('is found before it is sealed', async () => {
    await givenSealed(3);
    const auditEventId = await slipIn('-1 day');
    expect((await verifyAudit(database.pool)).misdated).toMatchObject([{ auditEventId }]);
  });

  it('is found with a time to come, and makes no other look old', async () => {
    const auditEventId = await slipIn('1 day');
    await givenSealed(3);
    expect((await verifyAudit(database.pool)).misdated).toMatchObject([{ auditEventId }]);
  });

  it('is none that waited for its commit', async () => {
    await transaction(database.pool, async (sql) => {
      await appendAudit(sql, {
        action: 'team.created',
        actorId: armature,
        actorRoles: [],
        channel: 'system',
        requestId: 'request-3',
      });
      await givenSealed(3);
    });
    await sealAudit(database.pool);
    expect(await verifyAudit(database.pool)).toMatchObject({ verified: 4, misdated: [] });
  });
});
