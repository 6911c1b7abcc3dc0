import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { prepareDatabase, withClient } from '../../apps/launcher/src/postgres/prepare-database.js';

const run = promisify(execFile);
const suffix = randomBytes(4).toString('hex');
const database = `commands_${suffix}`;
const [owner, gateway] = [`owner_${suffix}`, `gateway_${suffix}`];
const { adminUrl } = inject('postgres');

/** A built command, run as an operator runs it. */
async function command(file: string, environment: Record<string, string>, ...args: string[]) {
  const entry = new URL(`../../dist/apps/launcher/src/migrate/${file}`, import.meta.url).pathname;
  const env = { PATH: process.env['PATH'] ?? '', ...environment };
  const { stdout, stderr, code } = await run(process.execPath, [entry, ...args], { env }).then(
    (ended) => ({ ...ended, code: 0 }),
    (error: { stdout: string; stderr: string; code: number }) => error,
  );
  return { code, output: stdout + stderr };
}

const urlOf = (role: string, password: string): string => {
  const url = new URL(adminUrl);
  return Object.assign(url, { username: role, password, pathname: `/${database}` }).href;
};
const asAdmin = (...statements: string[]): Promise<void> =>
  withClient(adminUrl, async (client) => {
    for (const statement of statements) await client.query(statement);
  });
const owning = { DATABASE_MIGRATION_URL: urlOf(owner, 'pw') };

beforeAll(async () => {
  await asAdmin(`CREATE ROLE ${owner} LOGIN PASSWORD 'pw'`);
  await prepareDatabase(adminUrl, database, 'owner');
});
afterAll(() =>
  asAdmin(
    `DROP DATABASE ${database} WITH (FORCE)`,
    `DROP ROLE IF EXISTS ${gateway}`,
    `DROP ROLE ${owner}`,
  ),
);

it('an operator comes from an empty database to one that the gateway can log in to', async () => {
  const refused = await command('migrate.main.js', owning);
  expect(refused.code).toBe(1);
  expect(refused.output).toContain(`GRANT CREATE ON DATABASE ${database} TO ${owner};`);
  expect(refused.output).not.toMatch(/\n {4}at |panic|\.rs:/);

  await asAdmin(`ALTER DATABASE ${database} OWNER TO ${owner}`);
  expect(await command('migrate.main.js', owning)).toMatchObject({
    code: 0,
    output: expect.stringContaining('Applied:\n  20261121000000_initial') as string,
  });
  expect(await command('migrate.main.js', owning)).toEqual({
    code: 0,
    output: 'Nothing to migrate.\n',
  });

  const password = { DATABASE_ROLE_PASSWORD: "it's" };
  const poor = await command('make-role.main.js', { ...owning, ...password }, gateway);
  expect(poor.code).toBe(1);
  expect(poor.output).toContain(`CREATE ROLE ${gateway} LOGIN IN ROLE armature_app;`);
  expect(poor.output).toContain(`ALTER ROLE "${gateway}" SET statement_timeout = '6s';`);

  await asAdmin(`ALTER ROLE ${owner} CREATEROLE`, `GRANT armature_app TO ${owner} WITH ADMIN TRUE`);
  const made = await command('make-role.main.js', { ...owning, ...password }, gateway);
  expect(made).toMatchObject({ code: 0 });
  const again = { ...owning, DATABASE_ROLE_PASSWORD: 'another' };
  expect(await command('make-role.main.js', again, gateway)).toMatchObject({ code: 0 });
  await withClient(urlOf(gateway, 'another'), async (client) => {
    await expect(client.query('SELECT FROM operation')).resolves.toBeDefined();
    await expect(client.query('DROP TABLE operation')).rejects.toMatchObject({ code: '42501' });
    expect((await client.query('SHOW statement_timeout')).rows).toEqual([
      { statement_timeout: '6s' },
    ]);
  });
});

it('an operator who forgets what a command needs is told', async () => {
  const { output } = await command('make-role.main.js', owning, gateway);
  expect(output).toContain('DATABASE_ROLE_PASSWORD: is required');
  const nameless = await command('make-role.main.js', owning);
  expect(nameless.output).toContain('npm run db:role -- armature_gateway');
  const nowhere = await command('migrate.main.js', {});
  expect(nowhere.output).toContain('DATABASE_MIGRATION_URL: is required');
});
