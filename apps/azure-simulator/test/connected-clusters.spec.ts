import { describe, expect, it } from 'vitest';
import {
  arc,
  changeCluster,
  connectedCluster,
  startWithCluster,
} from './support/kubernetes-session.js';
import { at, group, names, startWithWorkspace, type Session } from './support/session.js';

const body = {
  location: 'eastus',
  tags: { team: 'ml' },
  identity: { type: 'SystemAssigned' },
  properties: { agentPublicKeyCertificate: 'MIIC', distribution: 'k3s' },
};

const status = async (session: Session): Promise<unknown> =>
  at(
    (await session.call('GET', connectedCluster, undefined, arc)).body,
    'properties.connectivityStatus',
  );

describe('the ARM object of a connected cluster', () => {
  it('is made by a long-running PUT, and stays Connecting while there are no agents', async () => {
    const session = await startWithWorkspace();
    const created = await session.call('PUT', connectedCluster, body, arc);
    expect(created.status).toBe(201);
    expect(at(created.body, 'properties.provisioningState')).toBe('Provisioning');
    session.pass(20);
    const poll = await session.call('GET', created.headers['azure-asyncoperation'] ?? '');
    expect(poll.body).toMatchObject({ status: 'Succeeded' });
    session.pass(3600);
    expect(await status(session)).toBe('Connecting');
    expect((await session.call('PUT', connectedCluster, body, arc)).status).toBe(200);
  });

  it('is listed in its group and subscription, patched, and deleted', async () => {
    const session = await startWithCluster();
    const listed = `${group}/providers/Microsoft.Kubernetes/connectedClusters`;
    expect(names((await session.call('GET', listed, undefined, arc)).body)).toEqual(['k8s']);
    const all = '/providers/Microsoft.Kubernetes/connectedClusters';
    expect(names((await session.call('GET', all, undefined, arc)).body)).toEqual(['k8s']);
    const patched = await session.call('PATCH', connectedCluster, { tags: { a: 'b' } }, arc);
    expect(patched.body).toMatchObject({ tags: { a: 'b' } });
    const deleted = await session.call('DELETE', connectedCluster, undefined, arc);
    expect(deleted.status).toBe(202);
    const location = deleted.headers['location'] ?? '';
    expect((await session.call('GET', location)).status).toBe(202);
    session.pass(20);
    expect((await session.call('GET', location)).status).toBe(200);
    expect((await session.call('GET', connectedCluster, undefined, arc)).status).toBe(404);
    expect((await session.call('DELETE', connectedCluster, undefined, arc)).status).toBe(204);
  });

  it.each([
    ['no certificate', { ...body, properties: {} }, 'properties.agentPublicKeyCertificate'],
    ['another identity', { ...body, identity: { type: 'UserAssigned' } }, 'identity.type'],
  ])('is refused with %s', async (_, wrong, target) => {
    const session = await startWithWorkspace();
    const refused = await session.call('PUT', connectedCluster, wrong, arc);
    expect(refused.status).toBe(400);
    expect(refused.body).toMatchObject({ error: { target } });
  });
});

describe('the heartbeats', () => {
  it('keep a cluster Connected; 15 minutes without one make it Offline, 90 days Expired', async () => {
    const session = await startWithCluster({ totalNodeCount: 5, totalCoreCount: 20 });
    session.pass(3600);
    expect((await session.call('GET', connectedCluster, undefined, arc)).body).toMatchObject({
      properties: {
        connectivityStatus: 'Connected',
        totalNodeCount: 5,
        totalCoreCount: 20,
        kubernetesVersion: '1.29.4',
      },
    });
    await changeCluster(session, 'stopHeartbeats');
    session.pass(14 * 60);
    expect(await status(session)).toBe('Connected');
    session.pass(60);
    expect(await status(session)).toBe('Offline');
    await changeCluster(session, 'resumeHeartbeats');
    expect(await status(session)).toBe('Connected');
    await changeCluster(session, 'stopHeartbeats');
    await session.control('POST', 'clock', { advanceSeconds: 91 * 24 * 3600 });
    expect(await status(session)).toBe('Expired');
  });
});
