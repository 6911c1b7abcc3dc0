import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startSimulator } from '../src/start-simulator.js';
import { newDirectory, restartFrom } from './support/restart.js';
import { instance, scripts } from './support/instance-session.js';
import { sender } from './support/send.js';
import {
  at,
  cluster,
  compute,
  createCluster,
  scale,
  startWithWorkspace,
} from './support/session.js';

describe('what is on disk', () => {
  it('has every accepted write when its answer is there; operations go on, tokens and poll URLs stay good', async () => {
    const directory = newDirectory();
    const session = await startWithWorkspace({ stateDir: directory });
    const created = await session.call(
      'PUT',
      compute('cpu'),
      cluster(scale(1, 1), { tags: { a: 'b' } }),
    );
    session.pass(10);
    const { get, ledger } = await restartFrom(session, directory);
    expect((await get(compute('cpu'))).body).toMatchObject({
      tags: { a: 'b' },
      properties: { provisioningState: 'Creating' },
    });
    session.pass(35);
    const poll = await get(created.headers['azure-asyncoperation'] ?? '');
    expect(at(poll.body, 'status')).toBe('Succeeded');
    session.pass(60);
    expect(
      at((await get(compute('cpu'))).body, 'properties.properties.nodeStateCounts.idleNodeCount'),
    ).toBe(1);
    expect(at(await ledger(), 'entries')).toHaveLength(3);
  });

  it('has instances in the middle of their setup, and their schedules', async () => {
    const directory = newDirectory();
    const session = await startWithWorkspace({ stateDir: directory });
    const script = { scriptSource: 'workspaceStorage', scriptData: 'setup.sh' };
    const stop = { expression: '0 10 * * *', timeZone: 'UTC' };
    const given = {
      ...scripts({ startupScript: script }),
      schedules: { computeStartStop: [{ action: 'Stop', triggerType: 'Cron', cron: stop }] },
    };
    await session.call('PUT', compute('ci-one'), instance(given));
    await session.call('PUT', compute('ci-two'), instance(scripts({ startupScript: script })));
    session.pass(115);
    const { get } = await restartFrom(session, directory);
    const state = async (name: string): Promise<unknown> =>
      at((await get(compute(name))).body, 'properties.properties.state');
    expect(await state('ci-one')).toBe('UserSettingUp');
    session.pass(30);
    expect([await state('ci-one'), await state('ci-two')]).toEqual(['Running', 'Running']);
    session.pass(2 * 3600);
    expect([await state('ci-one'), await state('ci-two')]).toEqual(['Stopped', 'Running']);
  });

  it('loses nothing but the line that was being written', async () => {
    const directory = newDirectory();
    const session = await startWithWorkspace({ stateDir: directory });
    await createCluster(session, 'cpu');
    const { get } = await restartFrom(session, directory, '[["computes","x",{"half');
    expect((await get(compute('cpu'))).status).toBe(200);
  });

  it('keeps the CA and the identity header over a restart', async () => {
    const directory = newDirectory();
    const session = await startWithWorkspace({ stateDir: directory });
    const { simulator } = await restartFrom(session, directory);
    expect(simulator.identityHeader).toBe(session.simulator.identityHeader);
    const { send, close } = sender(session.simulator.caFile);
    onTestFinished(close);
    expect((await send('GET', `${simulator.controlEndpoint}/clock`, {})).status).toBe(200);
  });
});

describe('a second start', () => {
  it('in the same state directory is refused in words', async () => {
    const directory = newDirectory();
    await startWithWorkspace({ stateDir: directory });
    await expect(startSimulator({ port: 0, stateDir: directory })).rejects.toThrow(
      /Another Azure simulator .* uses .* SIMULATOR_STATE_DIR/,
    );
  });

  it('on a port in use is refused in words, and leaves the directory free', async () => {
    const directory = newDirectory();
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    await expect(startSimulator({ port, stateDir: directory })).rejects.toThrow(
      `Port ${port} is in use`,
    );
    await (await startSimulator({ port: 0, stateDir: directory })).stop();
  });
});
