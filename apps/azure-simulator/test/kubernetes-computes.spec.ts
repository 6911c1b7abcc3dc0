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
import {
  at,
  compute,
  names,
  startWithWorkspace,
  workspace,
  type Session,
} from './support/session.js';

const gpu = {
  gpu_instance: {
    nodeSelector: { accelerator: 'nvidia-tesla-k80' },
    resources: {
      requests: { cpu: '2', memory: '16Gi', 'nvidia.com/gpu': '1' },
      limits: { cpu: '2', memory: '16Gi', 'nvidia.com/gpu': '1' },
    },
  },
};

const attachment = (session: Session, properties: object = {}, resourceId?: string): object => ({
  location: 'eastus',
  identity: { type: 'SystemAssigned' },
  properties: {
    computeType: 'Kubernetes',
    resourceId: resourceId ?? absolute(session, connectedCluster),
    properties: { namespace: 'amlarc-testing', ...properties },
  },
});

async function startWithExtension(): Promise<Session> {
  const session = await startWithCluster();
  await session.call('PUT', extension(), azureMl(), ext);
  session.pass(240);
  return session;
}

const attach = (session: Session, name: string, properties: object = {}) =>
  session.call('PUT', compute(name), attachment(session, properties));
const read = async (session: Session, name: string): Promise<unknown> =>
  (await session.call('GET', compute(name))).body;
const detach = (name: string): string => `${compute(name)}?underlyingResourceAction=Detach`;

describe('attaching a cluster', () => {
  it("takes a while, and answers the settings with Azure's own filled in", async () => {
    const session = await startWithExtension();
    const created = await attach(session, 'k8s', {
      defaultInstanceType: 'gpu_instance',
      instanceTypes: gpu,
    });
    expect(created.status).toBe(201);
    expect(at(created.body, 'properties.provisioningState')).toBe('Creating');
    session.pass(45);
    const poll = await session.call('GET', created.headers['azure-asyncoperation'] ?? '');
    expect(poll.body).toMatchObject({ status: 'Succeeded' });
    expect(await read(session, 'k8s')).toMatchObject({
      properties: {
        computeType: 'Kubernetes',
        isAttachedCompute: true,
        provisioningState: 'Succeeded',
        properties: {
          namespace: 'amlarc-testing',
          defaultInstanceType: 'gpu_instance',
          instanceTypes: gpu,
          relayConnectionString: null,
        },
      },
    });
    expect(names((await session.call('GET', `${workspace}/computes`)).body)).toEqual(['k8s']);
  });

  it('takes the same again with 200, and refuses any change', async () => {
    const session = await startWithExtension();
    await attach(session, 'k8s');
    session.pass(45);
    expect((await attach(session, 'k8s')).status).toBe(200);
    const changed = await attach(session, 'k8s', { namespace: 'other' });
    expect(changed.status).toBe(400);
    expect(at(changed.body, 'error.message')).toMatch(/cannot be changed/);
    const patched = { properties: { properties: { scaleSettings: { maxNodeCount: 1 } } } };
    expect((await session.call('PATCH', compute('k8s'), patched)).status).toBe(400);
  });

  it.each([
    ['without the extension', async () => startWithCluster(), /extension is not installed/],
    [
      'to a cluster that is offline',
      async () => {
        const session = await startWithExtension();
        await changeCluster(session, 'stopHeartbeats');
        session.pass(1200);
        return session;
      },
      /Check that it is connected/,
    ],
  ])('%s fails in the operation; the compute stands Failed', async (_, start, words) => {
    const session = await start();
    const created = await attach(session, 'k8s');
    expect(created.status).toBe(201);
    session.pass(45);
    const poll = await session.call('GET', created.headers['azure-asyncoperation'] ?? '');
    expect(poll.body).toMatchObject({ status: 'Failed' });
    const failed = await read(session, 'k8s');
    expect(at(failed, 'properties.provisioningState')).toBe('Failed');
    expect(at(failed, 'properties.provisioningErrors.0.error.message')).toMatch(words);
  });

  it('refuses a cluster that is not there, or in another subscription', async () => {
    const session = await startWithWorkspace();
    const there = '/subscriptions/11111111-1111-1111-1111-111111111111';
    for (const id of [absolute(session, connectedCluster), `${there}${connectedCluster}`]) {
      const refused = await session.call('PUT', compute('k8s'), attachment(session, {}, id));
      expect(refused.status).toBe(400);
      expect(at(refused.body, 'error.target')).toBe('properties.resourceId');
    }
  });

  it('a second time to the same workspace is taken, and breaks the first', async () => {
    const session = await startWithExtension();
    await attach(session, 'first');
    session.pass(45);
    await attach(session, 'second');
    session.pass(45);
    expect(at(await read(session, 'second'), 'properties.provisioningState')).toBe('Succeeded');
    expect(at(await read(session, 'first'), 'properties.provisioningState')).toBe('Failed');
  });
});

describe('an attached cluster', () => {
  it('is detached, never deleted', async () => {
    const session = await startWithExtension();
    await attach(session, 'k8s');
    session.pass(45);
    const deleted = `${compute('k8s')}?underlyingResourceAction=Delete`;
    expect((await session.call('DELETE', deleted)).status).toBe(400);
    const detached = await session.call('DELETE', detach('k8s'));
    expect(detached.status).toBe(202);
    expect(detached.headers['location']).toBeDefined();
    session.pass(30);
    expect((await session.call('GET', compute('k8s'))).status).toBe(404);
    expect((await session.call('DELETE', detach('k8s'))).status).toBe(204);
    expect((await session.call('GET', extension(), undefined, ext)).status).toBe(200);
  });

  it('stops working when its Service Bus or Relay is changed', async () => {
    const session = await startWithExtension();
    await attach(session, 'k8s');
    session.pass(45);
    await changeCluster(session, 'changeRelay');
    expect(at(await read(session, 'k8s'), 'properties.provisioningState')).toBe('Failed');
  });
});
