import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { compareMigrations } from './compare-migrations.js';

describe('the migrations', () => {
  let database: TestDatabase;
  let owner: pg.Client;
  beforeAll(async () => {
    database = await createTestDatabase();
    owner = new pg.Client({ connectionString: database.migrationUrl });
    await owner.connect();
  });
  afterAll(async () => {
    await owner.end();
    await database.drop();
  });

  it('make what prisma/schema.prisma says', async () => {
    expect(await compareMigrations(inject('postgres').adminUrl)).toBeUndefined();
  });

  it('bring the actors of the system with them', async () => {
    const { rows } = await database.pool.query(
      `SELECT id, display_name AS name FROM principal WHERE kind = 'SYSTEM' ORDER BY id`,
    );
    expect(rows).toEqual([
      { id: '00000000-0000-7000-8000-000000000001', name: 'armature' },
      { id: '00000000-0000-7000-8000-000000000002', name: 'azure' },
    ]);
  });

  it('keep team names apart without case', async () => {
    const insert = `INSERT INTO team (name, cost_center) VALUES ($1, 'cc')`;
    await database.pool.query(insert, ['Vision']);
    const second = database.pool.query(insert, ['vision']);
    await expect(second).rejects.toMatchObject({ code: '23505' });
  });

  it('allow one role per principal and team, and one platform-wide', async () => {
    const grant = `INSERT INTO role_assignment (principal_id, role)
      VALUES ('00000000-0000-7000-8000-000000000001', 'ADMIN')`;
    await database.pool.query(grant);
    await expect(database.pool.query(grant)).rejects.toMatchObject({ code: '23505' });
  });

  it('give the application what it needs and nothing of the structure', async () => {
    for (const refused of [
      'CREATE TABLE mine ()',
      'DROP TABLE team',
      'ALTER TABLE team ADD x int',
    ]) {
      await expect(database.pool.query(refused)).rejects.toMatchObject({ code: '42501' });
    }
    const { rows } = await database.pool.query<{ table: string }>(
      `SELECT c.relname AS table FROM pg_class c
       WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND NOT (
         has_table_privilege('armature_app', c.oid, 'SELECT') AND has_table_privilege('armature_app', c.oid, 'INSERT')
         AND has_table_privilege('armature_app', c.oid, 'UPDATE')
         AND has_table_privilege('armature_app', c.oid, 'DELETE')) ORDER BY 1`,
    );
    expect(rows.map((row) => row.table)).toEqual([
      '_prisma_migrations',
      'approval_decision',
      'audit_event',
      'audit_seal',
    ]);
  });

  it('give later tables of the owner to the application too', async () => {
    await owner.query('CREATE TABLE later (id bigserial, name text)');
    await database.pool.query(`INSERT INTO later (name) VALUES ('x')`);
  });

  it('let the application use BullMQ on PostgreSQL, but not change its tables', async () => {
    const { rows } = await database.pool.query('SELECT count(*)::int AS jobs FROM bullmq.job');
    expect(rows).toEqual([{ jobs: 0 }]);
    const change = database.pool.query('ALTER TABLE bullmq.job ADD mine int');
    await expect(change).rejects.toMatchObject({ code: '42501' });
  });
});
