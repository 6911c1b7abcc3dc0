import { describe, expect, it } from 'vitest';
import {
  absolute,
  azureMl,
  changeCluster,
  connectedCluster,
  ext,
  extension,
  startWithCluster,
} from './support/kubernetes-session.js';
import { newDirectory, restartFrom } from './support/restart.js';
import { at, compute, type Session } from './support/session.js';

const attachment = (session: Session): object => ({
  location: 'eastus',
  properties: { computeType: 'Kubernetes', resourceId: absolute(session, connectedCluster) },
});

const stateOf = (answer: { body: unknown }): unknown =>
  at(answer.body, 'properties.provisioningState');

async function start() {
  const stateDir = newDirectory();
  const session = await startWithCluster({}, { stateDir });
  return { session, restart: () => restartFrom(session, stateDir) };
}

describe('a simulator that is killed and started again', () => {
  it('goes on with the installation of an extension, whose poll URL stays good', async () => {
    const { session, restart } = await start();
    const created = await session.call('PUT', extension(), azureMl(), ext);
    session.pass(120);
    const { get, ledger } = await restart();
    expect(stateOf(await get(extension(), ext.version))).toBe('Creating');
    session.pass(120);
    const poll = await get(created.headers['azure-asyncoperation'] ?? '');
    expect(poll.body).toMatchObject({ status: 'Succeeded' });
    expect((await get(extension(), ext.version)).body).toMatchObject({
      properties: { provisioningState: 'Succeeded', currentVersion: '1.1.70' },
    });
    expect(at(await ledger(), 'entries.length')).toBe(3);
  });

  it('goes on with an attachment, and knows what was broken by hand', async () => {
    const { session, restart } = await start();
    await session.call('PUT', extension(), azureMl(), ext);
    session.pass(240);
    await session.call('PUT', compute('arc'), attachment(session));
    session.pass(20);
    const { get, control } = await restart();
    session.pass(25);
    expect(stateOf(await get(compute('arc')))).toBe('Succeeded');
    const clusterId = absolute(session, connectedCluster);
    await control('POST', 'connected-clusters', { action: 'changeRelay', clusterId });
    expect(stateOf(await get(compute('arc')))).toBe('Failed');
  });

  it('hears no heart that had stopped, and what waits for it goes on once it beats', async () => {
    const { session, restart } = await start();
    await changeCluster(session, 'stopHeartbeats');
    session.pass(16 * 60);
    await session.call('PUT', extension(), azureMl(), ext);
    const { get, control } = await restart();
    session.pass(600);
    const connectivity = async (): Promise<unknown> =>
      at((await get(connectedCluster, '2024-01-01')).body, 'properties.connectivityStatus');
    expect(await connectivity()).toBe('Offline');
    expect(stateOf(await get(extension(), ext.version))).toBe('Creating');
    const clusterId = absolute(session, connectedCluster);
    await control('POST', 'connected-clusters', { action: 'resumeHeartbeats', clusterId });
    session.pass(240);
    expect(await connectivity()).toBe('Connected');
    expect(stateOf(await get(extension(), ext.version))).toBe('Succeeded');
  });

  it('keeps the faults that were armed, and what an extension failed with', async () => {
    const { session, restart } = await start();
    const fault = { name: 'ExtensionFails', times: 2, parameters: { failure: 'E45003' } };
    await session.control('POST', 'faults', fault);
    await session.call('PUT', extension('first'), azureMl(), ext);
    session.pass(240);
    const { get, put } = await restart();
    expect(at((await get(extension('first'), ext.version)).body, 'properties')).toMatchObject({
      provisioningState: 'Failed',
      errorInfo: { message: expect.stringContaining('E45003') as string },
    });
    await put(extension('second'), ext.version, azureMl());
    session.pass(240);
    expect(stateOf(await get(extension('second'), ext.version))).toBe('Failed');
    await put(extension('third'), ext.version, azureMl());
    session.pass(240);
    expect(stateOf(await get(extension('third'), ext.version))).toBe('Succeeded');
  });
});
