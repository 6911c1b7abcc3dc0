import type { HttpMethods } from '@azure/core-rest-pipeline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readExample, specsFound, specsMissing } from './support/azure-specs.js';
import { type ContractValidator, createContractValidator } from './support/contract-validator.js';

import { type SimulatedAzure, startSimulatedAzure } from './support/simulated-azure.js';

const suite = 'examples of connected clusters and extensions, replayed';
const later = 'kubernetesconfiguration/2023-05-01';
const first = 'kubernetesconfiguration/2020-07-01-preview';
const arc = 'hybridkubernetes/2024-01-01';

describe.skipIf(!specsFound)(specsFound ? suite : `${suite}: ${specsMissing}`, () => {
  let azure: SimulatedAzure;
  let validator: ContractValidator;
  const group = () => `/subscriptions/${azure.subscriptionId}/resourceGroups/k8s`;
  const cluster = () => `${group()}/providers/Microsoft.Kubernetes/connectedClusters/one`;

  beforeAll(async () => {
    validator = await createContractValidator();
    azure = await startSimulatedAzure();
    await azure.send('PUT', `${group()}?api-version=2024-07-01`, { location: 'eastus' });
  });
  afterAll(async () => {
    await azure?.stop();
    validator?.close();
  });

  /** The body that the example sends. */
  const bodyOf = (document: string, name: string, parameter: string): unknown =>
    readExample(document, name).parameters[parameter];

  const clusterSuffix = '?api-version=2024-01-01';
  const extension = (version: string, name = 'ClusterMonitor') =>
    `${cluster()}/providers/Microsoft.KubernetesConfiguration/extensions/${name}?api-version=${version}`;
  const v2023 = () => extension('2023-05-01');
  const v2020 = () => extension('2020-07-01-preview');

  type Replay = [HttpMethods, path: () => string, body: () => unknown, status: number];
  const replays: Replay[] = [
    [
      'PUT',
      () => cluster() + clusterSuffix,
      () => bodyOf(arc, 'CreateClusterExample', 'ConnectedCluster'),
      201,
    ],
    ['GET', () => cluster() + clusterSuffix, () => undefined, 200],
    [
      'PATCH',
      () => cluster() + clusterSuffix,
      () => bodyOf(arc, 'UpdateClusterExample', 'ConnectedClusterPatch'),
      200,
    ],
    [
      'GET',
      () => `${group()}/providers/Microsoft.Kubernetes/connectedClusters${clusterSuffix}`,
      () => undefined,
      200,
    ],
    ['PUT', v2023, () => bodyOf(later, 'CreateExtension', 'extension'), 201],
    ['GET', v2023, () => undefined, 200],
    ['GET', v2020, () => undefined, 200],
    ['PUT', v2020, () => bodyOf(first, 'CreateExtension', 'extensionInstance'), 200],
    ['GET', () => extension('2023-05-01', '').replace('/?', '?'), () => undefined, 200],
    ['DELETE', v2023, () => undefined, 202],
    ['DELETE', () => cluster() + clusterSuffix, () => undefined, 202],
  ];

  it.each(replays)('%s #%#', async (method, path, body, status) => {
    const exchange = await azure.send(method, path(), body());
    expect(exchange.status).toBe(status);
    expect(await validator.violations(exchange)).toEqual([]);
  });

  it('an extension that stands is patched: 200 without a change, 202 with one, 409 until that is done', async () => {
    const two = `${group()}/providers/Microsoft.Kubernetes/connectedClusters/two`;
    await azure.control('connected-clusters', { action: 'connect', clusterId: two });
    const path = `${two}/providers/Microsoft.KubernetesConfiguration/extensions/ClusterMonitor?api-version=2023-05-01`;
    await azure.send('PUT', path, bodyOf(later, 'CreateExtension', 'extension'));
    await expect
      .poll(async () => (await azure.send('GET', path)).responseBody, { timeout: 20_000 })
      .toMatchObject({ properties: { provisioningState: 'Succeeded' } });
    const other = { properties: { configurationSettings: { 'omsagent.env.clusterName': 'two' } } };
    const patches = [];
    for (const body of [bodyOf(later, 'PatchExtension', 'patchExtension'), other, other])
      patches.push(await azure.send('PATCH', path, body));
    expect(patches.map(({ status }) => status)).toEqual([200, 202, 409]);
    for (const exchange of patches) expect(await validator.violations(exchange)).toEqual([]);
  });
});
