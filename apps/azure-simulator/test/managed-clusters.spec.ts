import { describe, expect, it } from 'vitest';
import {
  absolute,
  changeCluster,
  connectedCluster,
  startWithCluster,
} from './support/kubernetes-session.js';
import type { Session } from './support/session.js';

const provider = '/providers/Microsoft.ContainerService/managedClusters';
const aks = `/resourceGroups/rg${provider}/aks`;
const version = { version: '2024-09-01' };

async function startWithAks(): Promise<Session> {
  const session = await startWithCluster();
  await changeCluster(session, 'connect', { clusterId: absolute(session, aks), totalNodeCount: 5 });
  return session;
}

describe('AKS clusters', () => {
  it('are answered with their power state and node pools', async () => {
    const session = await startWithAks();
    const { status, body } = await session.call('GET', aks, undefined, version);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: absolute(session, aks),
      type: 'Microsoft.ContainerService/managedClusters',
      properties: {
        provisioningState: 'Succeeded',
        powerState: { code: 'Running' },
        agentPoolProfiles: [{ count: 5 }],
      },
    });
    await changeCluster(session, 'stopHeartbeats', { clusterId: absolute(session, aks) });
    const stopped = await session.call('GET', aks, undefined, version);
    expect(stopped.body).toMatchObject({ properties: { powerState: { code: 'Stopped' } } });
  });

  it('are listed by subscription and by group, without those that Arc connects', async () => {
    const session = await startWithAks();
    for (const path of [provider, `/resourceGroups/rg${provider}`]) {
      const { body } = await session.call('GET', path, undefined, version);
      expect(body).toMatchObject({ value: [{ id: absolute(session, aks) }] });
    }
  });

  it('are not found under other names, nor made by a PUT', async () => {
    const session = await startWithAks();
    expect((await session.call('GET', `${aks}-2`, undefined, version)).status).toBe(404);
    expect((await session.call('PUT', aks, {}, version)).status).toBe(405);
    expect((await session.call('GET', connectedCluster, undefined, version)).status).toBe(400);
  });
});
