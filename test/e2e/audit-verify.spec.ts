import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appendAudit, sealAudit, sealForgotten } from '#libs/audit';
import { withClient } from '../../apps/launcher/src/postgres/prepare-database.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const entry = join(import.meta.dirname, '../../dist/apps/launcher/src/audit/verify-audit.main.js');

/** `npm run audit:verify -- …` as an auditor runs it. */
const verify = (url: string, ...args: string[]) => verifyAt({ DATABASE_URL: url }, ...args);

async function verifyAt(
  urls: Record<string, string>,
  ...args: string[]
): Promise<{ code: number; output: string }> {
  const env = { ...process.env, ...urls };
  return promisify(execFile)(process.execPath, [entry, ...args], { env }).then(
    ({ stdout }) => ({ code: 0, output: stdout }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      output: error.stdout + error.stderr,
    }),
  );
}

describe('npm run audit:verify', () => {
  let database: TestDatabase;
  const append = (action: string) => appendTo(database, action);
  const appendTo = ({ pool }: TestDatabase, action: string) =>
    appendAudit(pool, {
      action,
      actorId: '00000000-0000-7000-8000-000000000001',
      actorRoles: [],
      channel: 'system',
      requestId: 'request-1',
    });

  beforeAll(async () => {
    database = await createTestDatabase();
    for (const action of ['team.created', 'team.changed', 'team.removed']) await append(action);
    await sealAudit(database.pool);
    await append('team.created');
  });
  afterAll(() => database.drop());

  it('says what fits, what is not sealed yet, and the head to keep', async () => {
    const { code, output } = await verify(database.url);
    expect(code).toBe(0);
    expect(output).toContain('3 sealed events fit, 1 are not sealed yet.');
    expect(output).toMatch(/^head 3:[0-9a-f]{64}$/m);
  });

  it('goes past a bouncer: what it sets for its connections would stay on those of others', async () => {
    const urls = { DATABASE_URL: 'postgresql://127.0.0.1:1/x', DATABASE_DIRECT_URL: database.url };
    expect(await verifyAt(urls)).toMatchObject({ code: 0 });
  });

  it('says what it cannot know without an earlier head, and what to give next time', async () => {
    const { output } = await verify(database.url);
    expect(output).toContain('cannot know whether events at the end were cut off');
    const [, head] = /npm run audit:verify -- --expect (\S+)$/m.exec(output) ?? [];
    const expected = await verify(database.url, '--expect', head ?? '');
    expect(expected.code).toBe(0);
    expect(expected.output).not.toContain('cannot know');
  });

  it('exits 1 when the tail behind a kept head was cut, and when an event was changed', async () => {
    const head = /head (\S+)/.exec((await verify(database.url)).output)?.[1] ?? '';
    expect(await verify(database.url, '--expect', head)).toMatchObject({ code: 0 });

    const tamper = (statement: string) =>
      withClient(database.migrationUrl, async (owner) => {
        await owner.query('ALTER TABLE audit_seal DISABLE TRIGGER USER');
        await owner.query('ALTER TABLE audit_event DISABLE TRIGGER USER');
        await owner.query(statement);
      });
    await tamper('DELETE FROM audit_seal WHERE sequence = 3');
    const cut = await verify(database.url, '--expect', head);
    expect(cut).toMatchObject({ code: 1 });
    expect(cut.output).toContain('its tail was cut');

    await tamper(`UPDATE audit_event SET action = 'nothing' WHERE action = 'team.changed'`);
    const changed = await verify(database.url);
    expect(changed).toMatchObject({ code: 1 });
    expect(changed.output).toContain('is not what seal 2 was made for');
  });

  it('exits 1 and names an event that claims to be older than it can be', async () => {
    const other = await createTestDatabase();
    await appendTo(other, 'team.created');
    await sealAudit(other.pool);
    await withClient(other.migrationUrl, (owner) =>
      owner.query(
        `INSERT INTO audit_event (occurred_at, action, actor_id, actor_roles, channel, request_id)
          SELECT occurred_at - interval '1 day', action, actor_id, actor_roles, channel, request_id FROM audit_event`,
      ),
    );
    await sealForgotten(other.pool);
    const { code, output } = await verify(other.url);
    await other.drop();
    expect(code).toBe(1);
    expect(output).toContain('2 sealed events fit');
    expect(output).toMatch(/Misdated: audit event \S+ of seal 2 says .* backdated\./);
  });

  it('refuses an anchor that it cannot read', async () => {
    const { code, output } = await verify(database.url, '--expect', '3');
    expect(code).toBe(1);
    expect(output).toContain('<sequence>:<hash>');
  });
});
