import { describe, expect, it } from 'vitest';
import {
  absolute,
  arc,
  azureMl,
  changeCluster,
  connectedCluster,
  ext,
  extension,
  startWithCluster,
} from './support/kubernetes-session.js';
import { newDirectory, restartFrom } from './support/restart.js';
import { at, compute, group, names, type Session } from './support/session.js';

const relay = 'Microsoft.Relay/namespaces';
const serviceBus = 'Microsoft.ServiceBus/namespaces';

const typesIn = async (session: Session, query = ''): Promise<string[]> =>
  (
    at((await session.call('GET', `${group}/resources${query}`)).body, 'value') as {
      type: string;
    }[]
  ).map(({ type }) => type);

/** With the extension installed, the cluster attached as `k8s`, and all that training brings. */
async function startTraining(options: object = {}): Promise<Session> {
  const session = await startWithCluster({}, options);
  await session.call('PUT', extension(), azureMl(), ext);
  session.pass(240);
  const resourceId = absolute(session, connectedCluster);
  const properties = { computeType: 'Kubernetes', resourceId };
  await session.call('PUT', compute('k8s'), { location: 'eastus', properties });
  session.pass(45);
  return session;
}

const attachedState = async (session: Session): Promise<unknown> =>
  at((await session.call('GET', compute('k8s'))).body, 'properties.provisioningState');

/** The ARM path of the one resource of that type. */
async function pathOf(session: Session, type: string): Promise<string> {
  const query = `?$filter=${encodeURIComponent(`resourceType eq '${type}'`)}`;
  const { body } = await session.call('GET', `${group}/resources${query}`);
  return String(at(body, 'value.0.id'));
}

describe('the Service Bus and the Relay of training', () => {
  it("stand in the cluster's resource group once the extension is installed, and go with it", async () => {
    const session = await startWithCluster();
    expect(await typesIn(session)).not.toContain(relay);
    await session.call('PUT', extension(), azureMl(), ext);
    session.pass(120);
    expect(await typesIn(session)).not.toContain(relay);
    session.pass(120);
    expect(await typesIn(session)).toEqual([
      'Microsoft.MachineLearningServices/workspaces',
      'Microsoft.Kubernetes/connectedClusters',
      serviceBus,
      relay,
    ]);
    await session.call('DELETE', extension(), undefined, ext);
    session.pass(60);
    expect(await typesIn(session)).not.toContain(relay);
    expect(await typesIn(session)).not.toContain(serviceBus);
  });

  it('are not made without training, come when it is turned on, and not for AKS', async () => {
    const session = await startWithCluster();
    const inference = { enableTraining: 'False', enableInference: 'True' };
    await session.call('PUT', extension(), azureMl(inference), ext);
    session.pass(240);
    expect(await typesIn(session)).not.toContain(relay);
    await session.call('PUT', extension(), azureMl(), ext);
    session.pass(120);
    expect(await typesIn(session)).toContain(relay);
    await session.call('DELETE', connectedCluster, undefined, arc);
    session.pass(20);
    expect(await typesIn(session)).not.toContain(relay);
    const aks = `${group}/providers/Microsoft.ContainerService/managedClusters/aks`;
    await changeCluster(session, 'connect', { clusterId: absolute(session, aks) });
    const path = `${aks}/providers/Microsoft.KubernetesConfiguration/extensions/aml`;
    await session.call('PUT', path, azureMl(), ext);
    session.pass(240);
    expect(await typesIn(session)).not.toContain(relay);
  });

  it.each([relay, serviceBus])('(%s) are deleted, and what is attached stops', async (type) => {
    const session = await startTraining();
    expect(await attachedState(session)).toBe('Succeeded');
    const path = await pathOf(session, type);
    const options = { version: '2021-11-01' };
    expect((await session.call('GET', path, undefined, options)).body).toMatchObject({ type });
    expect((await session.call('DELETE', path, undefined, options)).status).toBe(200);
    expect((await session.call('DELETE', path, undefined, options)).status).toBe(204);
    expect((await session.call('GET', path, undefined, options)).status).toBe(404);
    expect(await attachedState(session)).toBe('Failed');
  });

  it('live on over a restart, as somebody left them', async () => {
    const stateDir = newDirectory();
    const session = await startTraining({ stateDir });
    await session.call('DELETE', await pathOf(session, relay), undefined, {
      version: '2021-11-01',
    });
    const { get } = await restartFrom(session, stateDir);
    const { body } = await get(`${group}/resources`, '2024-07-01');
    expect(names(body)).toHaveLength(3);
    expect(JSON.stringify(body)).not.toContain(relay);
  });
});

describe('the resources of a group', () => {
  it('are filtered by type and by tags; other filters are refused', async () => {
    const session = await startTraining();
    const only = (filter: string) => typesIn(session, `?$filter=${encodeURIComponent(filter)}`);
    expect(await only(`resourceType eq '${relay.toLowerCase()}'`)).toEqual([relay]);
    expect(await only(`tagName eq 'owner'`)).toEqual([]);
    const refused = await session.call('GET', `${group}/resources?$filter=nonsense`);
    expect(refused.status).toBe(400);
    expect((await session.call('GET', '/resourceGroups/nowhere/resources')).status).toBe(404);
  });
});
