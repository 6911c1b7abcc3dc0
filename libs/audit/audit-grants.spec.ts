import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { appendAudit } from './append-audit.js';
import { sealAudit } from './seal-audit.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  await appendAudit(database.pool, {
    action: 'team.created',
    actorId: randomUUID(),
    actorRoles: [],
    channel: 'system',
    requestId: 'request-1',
  });
  await sealAudit(database.pool);
});

afterAll(() => database.drop());

const changes = [
  `UPDATE audit_event SET action = 'x'`,
  'DELETE FROM audit_event',
  'TRUNCATE audit_event, audit_seal',
  `UPDATE audit_seal SET hash = 'x'`,
  'DELETE FROM audit_seal',
  'TRUNCATE audit_seal',
];

describe('the application role is refused', () => {
  it.each([
    ...changes,
    `INSERT INTO audit_event (action, actor_id, actor_roles, channel, request_id)
       VALUES ('x', uuidv7(), '{}', 'system', 'x')`,
    `INSERT INTO audit_seal (sequence, audit_event_id, previous_hash, hash) VALUES (9, uuidv7(), 'x', 'x')`,
    'ALTER TABLE audit_event DISABLE TRIGGER ALL',
    'DROP TRIGGER audit_event_append_only ON audit_event',
    'ALTER TABLE audit_event OWNER TO CURRENT_USER',
    'DROP TABLE audit_seal',
    `SET session_replication_role = 'replica'`,
    `CREATE OR REPLACE FUNCTION append_audit_event(event jsonb) RETURNS uuid LANGUAGE sql AS 'SELECT NULL::uuid'`,
    `CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'`,
    'CREATE TABLE public.mine (id int)',
    'CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$',
    'GRANT armature_owner TO CURRENT_USER',
    'SET ROLE armature_owner',
    'DELETE FROM _prisma_migrations',
  ])('%s', async (statement) => {
    await expect(database.pool.query(statement)).rejects.toMatchObject({ code: '42501' });
  });

  it('a way in through a table of its own that hides ours', async () => {
    const client = await database.pool.connect();
    try {
      await client.query('CREATE TEMP TABLE audit_event (id uuid)');
      await client.query('SET search_path = pg_temp, public');
      const { rows } = await client.query<{ id: string }>(
        `SELECT public.append_audit_event('{"action": "x", "actorId": "00000000-0000-7000-8000-000000000001",
           "channel": "system", "requestId": "x"}') AS id`,
      );
      const kept = await client.query('SELECT FROM public.audit_event WHERE id = $1', [
        rows[0]?.id,
      ]);
      expect(kept.rowCount).toBe(1);
    } finally {
      client.release(true);
    }
  });
});

describe('the owner is refused', () => {
  it.each(changes)('%s', async (statement) => {
    const owner = new pg.Client({ connectionString: database.migrationUrl });
    await owner.connect();
    try {
      await expect(owner.query(statement)).rejects.toThrow('append-only');
    } finally {
      await owner.end();
    }
  });
});

describe('a superuser who poses as a replica is refused', () => {
  it.each(changes)('%s', async (statement) => {
    const admin = new pg.Client({ connectionString: database.adminUrl });
    await admin.connect();
    try {
      await admin.query(`SET session_replication_role = 'replica'`);
      await expect(admin.query(statement)).rejects.toThrow('append-only');
    } finally {
      await admin.end();
    }
  });
});
