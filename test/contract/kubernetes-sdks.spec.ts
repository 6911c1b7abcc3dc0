import type { ConnectedKubernetesClient } from '@azure/arm-hybridkubernetes';
import type { SourceControlConfigurationClient } from '@azure/arm-kubernetesconfiguration';
import type { AzureMachineLearningWorkspaces } from '@azure/arm-machinelearning';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../support/public-tools.js';
import { type SimulatedAzure, startSimulatedAzure } from './support/simulated-azure.js';

const group = 'sdk';
const workspace = 'ws-sdk';
const cluster = 'k8s';
const inCluster = [group, 'Microsoft.Kubernetes', 'connectedClusters', cluster] as const;
const poll = { updateIntervalInMs: 20 };

async function namesOf(pages: AsyncIterable<{ name?: string }>): Promise<(string | undefined)[]> {
  const names: (string | undefined)[] = [];
  for await (const { name } of pages) names.push(name);
  return names;
}

const suite = 'the public SDKs for Kubernetes, unchanged, against the simulator';
const packages = [
  '@azure/arm-hybridkubernetes',
  '@azure/arm-kubernetesconfiguration',
  '@azure/arm-machinelearning',
];

describeWith({ packages }, suite, () => {
  let azure: SimulatedAzure;
  let connected: ConnectedKubernetesClient;
  let configuration: SourceControlConfigurationClient;
  let learning: AzureMachineLearningWorkspaces;

  beforeAll(async () => {
    azure = await startSimulatedAzure({ clockRate: 500 });
    const { credential, subscriptionId, endpoint } = azure;
    const options = { endpoint, credentialScopes: 'https://management.azure.com/.default' };
    const sdks = {
      ...(await import('@azure/arm-hybridkubernetes')),
      ...(await import('@azure/arm-kubernetesconfiguration')),
      ...(await import('@azure/arm-machinelearning')),
    };
    connected = new sdks.ConnectedKubernetesClient(credential, subscriptionId, options);
    configuration = new sdks.SourceControlConfigurationClient(credential, subscriptionId, options);
    learning = new sdks.AzureMachineLearningWorkspaces(credential, subscriptionId, options);
    const path = `/subscriptions/${subscriptionId}/resourcegroups/${group}?api-version=2024-07-01`;
    await azure.send('PUT', path, { location: 'eastus' });
    await learning.workspaces.beginCreateOrUpdateAndWait(
      group,
      workspace,
      { location: 'eastus' },
      poll,
    );
  });
  afterAll(() => azure?.stop());

  const clusterId = () =>
    `/subscriptions/${azure.subscriptionId}/resourceGroups/${group}/providers/Microsoft.Kubernetes/connectedClusters/${cluster}`;

  it('create, list and update a connected cluster', async () => {
    const created = await connected.connectedClusterOperations.beginCreateAndWait(
      group,
      cluster,
      {
        location: 'eastus',
        identity: { type: 'SystemAssigned' },
        agentPublicKeyCertificate: 'MIIC',
      },
      poll,
    );
    expect(created).toMatchObject({ name: cluster, provisioningState: 'Succeeded' });
    await azure.control('connected-clusters', { action: 'connect', clusterId: clusterId() });
    const { connectedClusterOperations: operations } = connected;
    expect(await namesOf(operations.listByResourceGroup(group))).toEqual([cluster]);
    await operations.update(group, cluster, { tags: { owner: 'sdk' } });
    expect(await operations.get(group, cluster)).toMatchObject({
      tags: { owner: 'sdk' },
      connectivityStatus: 'Connected',
    });
  });

  it('create, list and update an extension', async () => {
    const { extensions } = configuration;
    const created = await extensions.beginCreateAndWait(
      ...inCluster,
      'aml',
      {
        extensionType: 'Microsoft.AzureML.Kubernetes',
        identity: { type: 'SystemAssigned' },
        scope: { cluster: { releaseNamespace: 'azureml' } },
        configurationSettings: { enableTraining: 'True' },
        configurationProtectedSettings: { sslKeyPemFile: 'secret' },
      },
      poll,
    );
    expect(created).toMatchObject({ name: 'aml', provisioningState: 'Succeeded' });
    expect(await namesOf(extensions.list(...inCluster))).toEqual(['aml']);
    const settings = { configurationSettings: { installVolcano: 'False' } };
    await extensions.beginUpdateAndWait(...inCluster, 'aml', settings, poll);
    expect(await extensions.get(...inCluster, 'aml')).toMatchObject({
      provisioningState: 'Succeeded',
      configurationSettings: { enableTraining: 'True', installVolcano: 'False' },
    });
  });

  it('attach and detach the cluster', async () => {
    const { computeOperations } = learning;
    const attached = await computeOperations.beginCreateOrUpdateAndWait(
      group,
      workspace,
      'k8s',
      {
        location: 'eastus',
        properties: {
          computeType: 'Kubernetes',
          resourceId: clusterId(),
          properties: { namespace: 'default' },
        },
      },
      poll,
    );
    expect(attached).toMatchObject({
      properties: { computeType: 'Kubernetes', provisioningState: 'Succeeded' },
    });
    await computeOperations.beginDeleteAndWait(group, workspace, 'k8s', 'Detach', poll);
    await expect(computeOperations.get(group, workspace, 'k8s')).rejects.toMatchObject({
      statusCode: 404,
    });
  });

  it('delete the extension and the connected cluster', async () => {
    await configuration.extensions.beginDeleteAndWait(...inCluster, 'aml', poll);
    await expect(configuration.extensions.get(...inCluster, 'aml')).rejects.toMatchObject({
      statusCode: 404,
    });
    await connected.connectedClusterOperations.beginDeleteAndWait(group, cluster, poll);
    await expect(connected.connectedClusterOperations.get(group, cluster)).rejects.toMatchObject({
      statusCode: 404,
    });
  });
});
