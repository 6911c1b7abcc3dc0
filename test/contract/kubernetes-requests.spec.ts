import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { computeArmId, resourceGroupId, workspaceArmId } from '#libs/kernel';
import { kinds } from '#libs/kinds';
import { noPorts, type OperationKind, type StepPorts } from '#libs/operations';
import {
  azureMlExtensionType,
  defaultSettings,
  type ArcExtensionDesired,
} from '#libs/kinds/arc-extensions';
import type { KubernetesDesired } from '#libs/kinds/kubernetes-computes';
import { resourceForTests, runKind } from '../support/run-kind.js';
import { specsFound, specsMissing } from './support/azure-specs.js';
import { isPoll, lroProblems } from './support/check-polls.js';
import { type ContractValidator, createContractValidator } from './support/contract-validator.js';

import { type SimulatedAzure, startSimulatedAzure } from './support/simulated-azure.js';

const suite = 'what our operations on Kubernetes send, held to the OpenAPI documents';

const pinned = { version: '1.1.70', autoUpgradeMinorVersion: false, settingReferences: {} };
const ports: StepPorts = {
  ...noPorts,
  secrets: { read: async () => 'a secret' },
  kubernetes: { whyNotUsable: () => undefined, listPods: async () => [] },
};

describe.skipIf(!specsFound)(specsFound ? suite : `${suite}: ${specsMissing}`, () => {
  let azure: SimulatedAzure;
  let validator: ContractValidator;
  let checked = 0;
  const operations = new Set<string>();
  const group = () => resourceGroupId(azure.subscriptionId, 'k8s');
  const workspace = () => workspaceArmId(group(), 'ws-k8s');
  const cluster = () => `${group()}/providers/Microsoft.Kubernetes/connectedClusters/arc`;
  const extension = () =>
    `${cluster()}/providers/Microsoft.KubernetesConfiguration/extensions/azureml`;

  beforeAll(async () => {
    validator = await createContractValidator();
    azure = await startSimulatedAzure();
    await azure.client.put(group(), { location: 'eastus' });
    await azure.settled(azure.client.put(workspace(), { location: 'eastus', properties: {} }));
    await azure.control('connected-clusters', { action: 'connect', clusterId: cluster() });
    checked = azure.exchanges.length;
  });
  afterAll(async () => {
    await azure?.stop();
    validator?.close();
  });

  /** Every exchange of the test that just ran. */
  afterEach(async () => {
    const fresh = azure.exchanges.slice(checked);
    checked = azure.exchanges.length;
    const problems: string[] = [];
    for (const exchange of fresh) {
      problems.push(...lroProblems(exchange));
      if (isPoll(exchange)) continue;
      problems.push(...(await validator.violations(exchange)));
      operations.add(`${validator.operationOf(exchange)} ${exchange.status}`);
    }
    expect(problems).toEqual([]);
  });

  const wanted = (change: Partial<ArcExtensionDesired> = {}): ArcExtensionDesired => ({
    extensionType: azureMlExtensionType,
    releaseTrain: 'Stable',
    version: null,
    autoUpgradeMinorVersion: true,
    releaseNamespace: 'azureml',
    settings: {
      ...defaultSettings(true),
      enableInference: true,
      inferenceRouterServiceType: 'LOAD_BALANCER',
      sslCname: 'ml.example.com',
      volumePluginDir: '/etc/kubernetes/volumeplugins',
      nodeSelector: { 'agentpool.example.com/name': 'ml' },
    },
    extraSettings: { 'amloperator.replicas': '2' },
    settingReferences: { sslCertPemFile: 'file:cert', sslKeyPemFile: 'file:key' },
    ...change,
  });

  const attachment = (change: Partial<KubernetesDesired> = {}): KubernetesDesired => ({
    clusterId: '11111111-1111-7111-8111-111111111111',
    clusterArmId: cluster(),
    description: 'contract',
    namespace: 'amlarc-testing',
    identity: { type: 'SYSTEM_ASSIGNED', userAssignedIdentityIds: [] },
    defaultInstanceType: 'gpu_instance',
    instanceTypes: [
      {
        name: 'gpu_instance',
        nodeSelector: { accelerator: 'nvidia-tesla-k80' },
        requests: { cpu: '2', memory: '16Gi', nvidiaGpu: '1' },
        limits: { cpu: '2', memory: '16Gi', nvidiaGpu: '1' },
      },
      {
        name: 'big_cpu_sku',
        nodeSelector: {},
        requests: { cpu: '4', memory: '16Gi', nvidiaGpu: null },
        limits: { cpu: '4', memory: '16Gi', nvidiaGpu: null },
      },
    ],
    kubeconfigReference: null,
    ...change,
  });

  /** Runs the kind with our client; answers the steps that ended well. */
  async function run(kind: OperationKind, on: 'extension' | 'compute', desired: object) {
    const holder = { name: 'ws-k8s', armId: workspace(), desired: {}, kind: 'WORKSPACE' } as const;
    const target =
      on === 'extension'
        ? ({ kind: 'ARC_EXTENSION', name: 'azureml', armId: extension() } as const)
        : ({
            kind: 'KUBERNETES_COMPUTE',
            name: 'arc-one',
            armId: computeArmId(workspace(), 'arc-one'),
          } as const);
    const result = await runKind(kinds.operation(kind), {
      arm: azure.client,
      ports,
      operationId: 'contract',
      resource: resourceForTests({
        ...target,
        desired,
      }),
      ancestors: [resourceForTests(holder)],
      costTags: [
        {
          key: 'costCenter',
          value: '42',
          source: 'REQUEST',
        },
      ],
      input: {
        extension: {
          armId: extension(),
          name: 'azureml',
          desired: wanted(),
        },
      },
    });
    expect(result.error).toBeUndefined();
    return result.done;
  }

  it('provisioning: extension and attachment, then what is there already', async () => {
    expect(await run('KUBERNETES_COMPUTE_PROVISION', 'compute', attachment())).toHaveLength(9);
    const body = await azure.client.get(extension());
    expect(body).toMatchObject({ properties: { provisioningState: 'Succeeded' } });
  });

  it('an extension that is changed: other settings, and a version of its own', async () => {
    const settings = { ...wanted().settings, installVolcano: false };
    await run('ARC_EXTENSION_UPDATE', 'extension', wanted({ settings }));
    await run('ARC_EXTENSION_UPDATE', 'extension', wanted(pinned));
  });

  it('an attachment that is changed, with identities of its own and without any', async () => {
    const id = `${group()}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/jobs`;
    const identity = { type: 'USER_ASSIGNED' as const, userAssignedIdentityIds: [id] };
    await run('KUBERNETES_COMPUTE_REATTACH', 'compute', attachment({ identity }));
    const bare = { description: null, defaultInstanceType: null, instanceTypes: [] };
    const none = { type: 'NONE' as const, userAssignedIdentityIds: [] };
    await run('KUBERNETES_COMPUTE_REATTACH', 'compute', attachment({ ...bare, identity: none }));
  });

  it('connected clusters as the sweep reads them', async () => {
    const { client, subscriptionId } = azure;
    const all = `/subscriptions/${subscriptionId}/providers/Microsoft.Kubernetes/connectedClusters`;
    for (const collection of [all, cluster().replace(/\/arc$/, '')])
      expect((await client.list(collection)).value).toHaveLength(1);
    expect(await client.get(cluster().replace(/arc$/, 'nowhere'))).toBeUndefined();
  });

  it('what stands in the resource group, the Service Bus and the Relay of training included', async () => {
    const { responseBody } = await azure.send('GET', `${group()}/resources?api-version=2024-07-01`);
    const { value } = responseBody as { value: { type: string }[] };
    expect(value.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['Microsoft.ServiceBus/namespaces', 'Microsoft.Relay/namespaces']),
    );
  });

  it('an attachment that is detached, and an extension that is uninstalled', async () => {
    await run('KUBERNETES_COMPUTE_DETACH', 'compute', attachment());
    await run('ARC_EXTENSION_UNINSTALL', 'extension', wanted(pinned));
    expect(await azure.client.get(extension())).toBeUndefined();
    expect(await azure.client.delete(extension(), { forceDelete: 'true' })).toMatchObject({
      state: 'Succeeded',
    });
  });

  it('was held to every operation that we use', () => {
    expect([...operations]).toEqual(expect.arrayContaining(usedOperations));
  });
});

/** Operation of the documents, and the status it was answered with. */
const usedOperations = [
  'ConnectedCluster_Get 200',
  'ConnectedCluster_Get 404',
  'ConnectedCluster_ListByResourceGroup 200',
  'ConnectedCluster_ListBySubscription 200',
  'Extensions_Create 201',
  'Extensions_Create 200',
  'Extensions_Get 200',
  'Extensions_Get 404',
  'Extensions_List 200',
  'Extensions_Delete 202',
  'Extensions_Delete 204',
  'Compute_CreateOrUpdate 201',
  'Compute_Get 200',
  'Compute_Get 404',
  'Compute_List 200',
  'Compute_Delete 202',
  'Resources_ListByResourceGroup 200',
];
