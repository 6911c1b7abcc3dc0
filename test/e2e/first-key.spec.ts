import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAuthenticator } from '#libs/tenants';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const entry = join(import.meta.dirname, '../../dist/apps/launcher/src/keys/make-first-key.main.js');

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

/** `npm run --silent key:first -- …` as an operator runs it. */
async function run(...args: string[]) {
  const env = { ...process.env, DATABASE_URL: database.url };
  const command = spawn(process.execPath, [entry, ...args], { env });
  const said = Promise.all([text(command.stdout), text(command.stderr)]);
  const [code] = (await once(command, 'close')) as [number];
  const [stdout, stderr] = await said;
  return { code, stdout, stderr };
}

const actorOf = (key: string) =>
  createAuthenticator({ pool: database.pool, onError: () => undefined })(key);

const count = async (table: 'api_key' | 'audit_event') => {
  const { rows } = await database.pool.query<{ n: number }>(
    `SELECT count(*)::integer AS n FROM ${table}`,
  );
  return rows[0]?.n;
};

describe('npm run key:first', { timeout: 120_000 }, () => {
  it('makes an administrator of the platform and prints its key, alone on stdout', async () => {
    const { code, stdout, stderr } = await run('ops');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^arm_\S+\n$/);
    expect(stderr).not.toContain(stdout.trim());
    expect(await actorOf(stdout.trim())).toMatchObject({
      kind: 'BOT',
      displayName: 'ops',
      grants: [{ teamId: null, role: 'ADMIN' }],
    });
  });

  it('writes down what was made, and where it was run', async () => {
    const { stdout } = await run();
    const { rows } = await database.pool.query<{ event: object }>(
      `SELECT to_jsonb(e) AS event FROM audit_event e ORDER BY e.id`,
    );
    expect(rows.map(({ event }) => event)).toEqual([
      expect.objectContaining({
        action: 'role.granted',
        channel: 'system',
        target_name: 'administrator',
        after: { role: 'ADMIN', teamId: null, host: hostname(), userId: process.getuid?.() },
      }),
      expect.objectContaining({ action: 'api_key.created', target_name: stdout.slice(0, 12) }),
    ]);
    expect(JSON.stringify(rows)).not.toContain(stdout.trim());
  });

  it('works once, and says who administers the platform then', async () => {
    await run('ops');
    const { code, stdout, stderr } = await run('another');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(
      /^ops administers the platform since \d{4}-.*: the first key is made once/,
    );
    expect(await count('api_key')).toBe(1);
  });

  it('is not needed where a group administers the platform', async () => {
    await database.pool.query(`WITH g AS (
      INSERT INTO entra_group (tenant_id, object_id) VALUES ('tenant', 'object') RETURNING id)
      INSERT INTO role_assignment (entra_group_id, team_id, role) SELECT id, NULL, 'ADMIN' FROM g`);
    const { code, stderr } = await run();
    expect(code).toBe(1);
    expect(stderr).toContain('the group object administers the platform');
  });

  it('makes nothing that nobody could read', async () => {
    const env = { ...process.env, DATABASE_URL: database.url };
    const command = spawn(process.execPath, [entry], { env });
    command.stdout.destroy();
    const [code] = (await once(command, 'close')) as [number];
    expect(code).toBe(1);
    expect([await count('api_key'), await count('audit_event')]).toEqual([0, 0]);
    expect((await run()).code).toBe(0);
  });

  it.each([
    ['a name of blanks', [' ']],
    ['a name that is too long', ['x'.repeat(101)]],
  ])('refuses %s', async (_what, args) => {
    const { code, stdout, stderr } = await run(...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('Name the administrator');
  });
});
