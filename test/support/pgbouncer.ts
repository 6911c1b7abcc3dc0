import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { findFreePort } from '../../apps/launcher/src/postgres/find-free-port.js';
import { findPostgresAccount } from '../../apps/launcher/src/postgres/postgres-account.js';

export interface TestPgBouncer {
  /** The same database and role as the URL it was started for, through the bouncer. */
  url: string;
  stop(): Promise<void>;
}

/**
 * A PgBouncer before the database of `databaseUrl` that lends a server's connection for one transaction, or, told so,
 * for a session. `settings` are further lines of its section [pgbouncer]. Suites that need it say so with `describeWith`.
 */
export async function startPgBouncer(
  databaseUrl: string,
  settings: Record<string, string> = {},
): Promise<TestPgBouncer> {
  const account = await findPostgresAccount();
  const folder = await mkdtemp(join(tmpdir(), 'armature-pgbouncer-'));
  const port = await findFreePort();
  const file = join(folder, 'pgbouncer.ini');
  await writeFile(file, describePgBouncer(databaseUrl, port, settings));
  if (account)
    await Promise.all([folder, file].map((path) => chown(path, account.uid, account.gid)));
  const child = spawn('pgbouncer', [file], { ...account, stdio: 'ignore' });
  const exited = once(child, 'exit');
  const url = new URL(databaseUrl);
  url.port = `${port}`;
  await waitUntilAnswering(url.href);
  return {
    url: url.href,
    stop: async () => {
      child.kill('SIGKILL');
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function describePgBouncer(
  databaseUrl: string,
  port: number,
  settings: Record<string, string>,
): string {
  const { hostname, port: serverPort, pathname, username, password } = new URL(databaseUrl);
  const name = pathname.slice(1);
  const all = {
    listen_addr: '127.0.0.1',
    listen_port: `${port}`,
    unix_socket_dir: '',
    auth_type: 'any',
    pool_mode: 'transaction',
    ...settings,
  };
  return [
    '[databases]',
    `${name} = host=${hostname} port=${serverPort} dbname=${name} user=${username} password=${password}`,
    '[pgbouncer]',
    ...Object.entries(all).map(([key, value]) => `${key} = ${value}`),
  ].join('\n');
}

async function waitUntilAnswering(url: string): Promise<void> {
  for (const deadline = performance.now() + 10_000; ;) {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query('SELECT 1');
      return;
    } catch (cause) {
      if (performance.now() > deadline) throw new Error('waiting for PgBouncer', { cause });
      await sleep(50);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
