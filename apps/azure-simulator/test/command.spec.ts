import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sender } from './support/send.js';
import { at } from './support/session.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const command = join(root, 'dist/apps/azure-simulator/src/main.js');

interface Started {
  child: ChildProcess;
  address: Record<string, string>;
}

function spawnSimulator(variables: Record<string, string>): ChildProcess {
  if (!existsSync(command)) throw new Error('npm run build first: this test starts what is built');
  const child = spawn(process.execPath, [command], {
    cwd: root,
    env: { SIMULATOR_PORT: '0', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function start(stateDir: string): Promise<Started> {
  const child = spawnSimulator({ SIMULATOR_STATE_DIR: stateDir });
  if (!child.stdout) throw new Error('no stdout');
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { child, address: JSON.parse(line) as Record<string, string> };
}

function newDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'simulator-spec-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

async function createGroup({ address }: Started, name: string): Promise<number> {
  const { send, close } = sender(address['caFile'] ?? '');
  const token = await fetch(
    `${address['identityEndpoint']}?resource=https://management.azure.com&api-version=2019-08-01`,
    { headers: { 'x-identity-header': address['identityHeader'] ?? '' } },
  );
  const { access_token } = (await token.json()) as { access_token: string };
  const url = `${address['armEndpoint']}/subscriptions/${address['subscriptionId']}/resourcegroups/${name}?api-version=2024-07-01`;
  const answer = await send(
    'PUT',
    url,
    { authorization: `Bearer ${access_token}` },
    { location: 'eastus' },
  );
  close();
  return answer.status;
}

describe('the command', () => {
  it('prints where it is as one line of JSON', async () => {
    const { address } = await start(newDirectory());
    expect(address).toEqual({
      armEndpoint: expect.stringMatching(/^https:\/\/127\.0\.0\.1:\d+$/) as string,
      identityEndpoint: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/msi\/token$/) as string,
      identityHeader: expect.any(String) as string,
      caFile: expect.stringMatching(/ca\.pem$/) as string,
      subscriptionId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      tenantId: '72f988bf-86f1-41af-91ab-2d7cd011db47',
      controlEndpoint: `${address['armEndpoint']}/__simulator`,
    });
  });

  it('writes what a client needs in its environment as lines for a shell', async () => {
    const directory = newDirectory();
    const { address } = await start(directory);
    const print =
      'echo "$AZURE_ARM_ENDPOINT $IDENTITY_ENDPOINT $IDENTITY_HEADER $NODE_EXTRA_CA_CERTS"';
    const printed = execFileSync('sh', ['-c', `. ${directory}/client.env; ${print}`]).toString();
    expect(printed.trim().split(' ')).toEqual([
      address['armEndpoint'],
      address['identityEndpoint'],
      address['identityHeader'],
      address['caFile'],
    ]);
  });

  it('keeps what it accepted over kill -9, and its identity endpoint', async () => {
    const directory = newDirectory();
    const first = await start(directory);
    expect(await createGroup(first, 'kept')).toBe(201);
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');
    const second = await start(directory);
    expect(await createGroup(second, 'kept')).toBe(200);
    expect(second.address['identityEndpoint']).toBe(first.address['identityEndpoint']);
    const { send, close } = sender(second.address['caFile'] ?? '');
    const ledger = await send('GET', `${second.address['controlEndpoint']}/ledger`, {});
    close();
    expect(at(ledger.body, 'entries')).toHaveLength(2);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('ends with 0 on %s', async (signal) => {
    const { child } = await start(newDirectory());
    child.kill(signal);
    expect((await once(child, 'exit')) as unknown[]).toEqual([0, null]);
  });

  it.each([
    ['a port that is none', { SIMULATOR_PORT: 'ninety' }, /SIMULATOR_PORT/],
    ['a rate that is none', { SIMULATOR_CLOCK_RATE: '-1' }, /SIMULATOR_CLOCK_RATE/],
  ])('says what is wrong with %s and ends with 1', async (_what, variables, message) => {
    const child = spawnSimulator({ SIMULATOR_STATE_DIR: newDirectory(), ...variables });
    const said: Buffer[] = [];
    child.stderr?.on('data', (chunk: Buffer) => said.push(chunk));
    expect((await once(child, 'close')) as unknown[]).toEqual([1, null]);
    expect(Buffer.concat(said).toString()).toMatch(message);
  });
});
