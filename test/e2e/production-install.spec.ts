import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ManagedProcess } from '../../apps/launcher/src/processes/managed-process.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const run = promisify(execFile);
const root = new URL('../../', import.meta.url).pathname;

/** What the README says to bring along. */
const parts = [
  'dist',
  'prisma',
  'prisma.config.ts',
  'scripts',
  'package.json',
  'package-lock.json',
  '.npmrc',
];

/** npm, where it reaches its registry: else there is nothing to install from. */
const canInstall = (): boolean =>
  spawnSync('npm', ['ping', '--fetch-retries=0', '--fetch-timeout=5000']).status === 0;

describe.skipIf(!canInstall())('an installation without development packages', () => {
  let folder: string;
  let database: TestDatabase;
  // The Node that runs this, and not the one that the development packages bring.
  const environment = {
    HOME: process.env['HOME'] ?? tmpdir(),
    NODE_ENV: 'production',
    PATH: [dirname(process.execPath), ...(process.env['PATH'] ?? '').split(delimiter)]
      .filter((each) => !each.includes('node_modules/.bin'))
      .join(delimiter),
  };
  const npm = (...args: string[]) => run('npm', args, { cwd: folder, env: environment });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'armature-production-'));
    for (const part of parts)
      await cp(join(root, part), join(folder, part), { recursive: true, preserveTimestamps: true });
    await npm('ci', '--omit=dev', '--prefer-offline');
    database = await createTestDatabase();
  }, 600_000);
  afterAll(async () => {
    await database?.drop();
    await rm(folder, { recursive: true, force: true });
  });

  it('has none of them', () => {
    expect(existsSync(join(folder, 'node_modules/fastify'))).toBe(true);
    for (const name of ['vitest', '@nestjs/cli', '@swc/core', 'node'])
      expect(existsSync(join(folder, 'node_modules', name))).toBe(false);
  });

  it('migrates, by npm and without it', async () => {
    const owner = { DATABASE_MIGRATION_URL: database.migrationUrl };
    const { stdout } = await run('npm', ['run', '--silent', 'db:migrate'], {
      cwd: folder,
      env: {
        ...environment,
        ...owner,
      },
    });
    expect(stdout).toContain('Nothing to migrate.');
    const entry = join(folder, 'dist/apps/launcher/src/migrate/migrate.main.js');
    const direct = execFileSync(process.execPath, [entry], { env: owner, encoding: 'utf8' });
    expect(direct).toContain('Nothing to migrate.');
  });

  it('makes the first key, and nothing else on stdout', async () => {
    const { stdout } = await run('npm', ['run', '--silent', 'key:first', '--', 'ops'], {
      cwd: folder,
      env: { ...environment, DATABASE_URL: database.url },
    });
    expect(stdout).toMatch(/^arm_\S+\n$/);
  });

  it.each([
    ['api', { PORT: '0' }, /"url":"([^"]+)"/, '/readyz'],
    ['worker', { WORKER_HEALTH_PORT: '0' }, /"healthPort":(\d+)/, '/healthz'],
  ])('starts the %s', async (app, settings, address, probe) => {
    const logFile = join(folder, `${app}.log`);
    const started = new ManagedProcess({
      name: app,
      entry: join(folder, `dist/apps/${app}/src/main.js`),
      environment: {
        ...environment,
        ...settings,
        DATABASE_URL: database.url,
      },
      logFile,
    });
    await started.start();
    const told = async () => address.exec(await readFile(logFile, 'utf8'))?.[1];
    await expect.poll(told, { timeout: 60_000 }).toBeDefined();
    const where = (await told()) ?? '';
    const url = where.startsWith('http') ? where : `http://127.0.0.1:${where}`;
    expect((await fetch(`${url}${probe}`)).status).toBe(200);
    await started.stop(20_000);
  });
});
