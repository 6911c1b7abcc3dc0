import { createComputeCluster } from '#libs/kinds/compute-clusters';
import { createResourceGroup } from '#libs/kinds/resource-groups';
import { createWorkspace } from '#libs/kinds/workspaces';
import { installArcExtension } from '#libs/kinds/arc-extensions';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { computes } from '../corpus/computes.js';
import type { CorpusEntry } from '../corpus/entry.js';
import { extensions } from '../corpus/extensions.js';
import { quota } from '../corpus/quota.js';
import { rights } from '../corpus/rights.js';
import { startApi, type ApiUnderTest } from '../support/api.js';
import { givenClusterInAzure, sweepClusters } from '../support/cluster-in-azure.js';
import { contextForTests } from '../support/engine.js';
import { startSimulatedSystem, type SimulatedSystem } from '../support/simulated-system.js';
import { ask } from '../support/ask.js';

let system: SimulatedSystem;
let api: ApiUnderTest;
let workspaceId: string;
let workspaceArmId: string;
let number = 0;

const patience = { timeout: 60_000, interval: 200 };

beforeAll(async () => {
  system = await startSimulatedSystem({ clockRate: 60 });
  api = await startApi(system.database);
  const { teamId } = system;
  const group = await system.ask(createResourceGroup, { name: 'rg', location: 'eastus', teamId });
  await ended(group.operationId, 'SUCCEEDED');
  const rg = `/subscriptions/${system.azure.subscriptionId}/resourceGroups/rg/providers`;
  const workspace = await system.ask(createWorkspace, {
    resourceGroupId: group.resourceId,
    name: 'ws-one',
    storageAccountId: `${rg}/Microsoft.Storage/storageAccounts/one`,
    keyVaultId: `${rg}/Microsoft.KeyVault/vaults/one`,
    applicationInsights: 'NONE',
  });
  await ended(workspace.operationId, 'SUCCEEDED');
  workspaceId = workspace.resourceId;
  workspaceArmId = `${rg}/Microsoft.MachineLearningServices/workspaces/ws-one`;
});
afterAll(async () => {
  await api?.close();
  await system?.stop();
});

const ended = (operationId: string, status: string): Promise<void> =>
  vi.waitFor(
    async () => expect(await system.story(operationId)).toMatchObject({ status }),
    patience,
  );

interface Shown {
  code: string;
  message: string;
  remedy: string | null;
  retry: string;
  target: string | null;
  details: { code: string; message: string }[];
}

const errorFields = 'code message remedy retry target details { code message }';
const globalId = (type: string, id: string) => Buffer.from(`${type}:${id}`).toString('base64url');

/** What clients read of one node. */
async function see<T>(type: string, id: string, fields: string): Promise<T> {
  const { data, errors } = await api.graphql(
    api.adminKey,
    `query ($id: ID!) { node(id: $id) { ... on ${type} { ${fields} } } }`,
    { id: globalId(type, id) },
  );
  expect(errors).toBeUndefined();
  return (data as unknown as { node: T }).node;
}

interface ShownOperation {
  error: Shown;
  steps: { name: string; error: Shown | null }[];
}

const seeOperation = (id: string): Promise<ShownOperation> =>
  see('Operation', id, `error { ${errorFields} } steps { name error { ${errorFields} } }`);

interface ShownComputeCluster {
  provisioningErrors: Shown[];
  diagnostics: { code: string; message: string; remedy: string }[];
}

const seeCluster = (id: string): Promise<ShownComputeCluster> =>
  see(
    'ComputeCluster',
    id,
    `provisioningErrors { ${errorFields} } diagnostics { code message remedy }`,
  );

async function askForCluster(name = `cluster-${(number += 1)}x`, vmSize = 'STANDARD_D3_V2') {
  return system.ask(createComputeCluster, {
    workspaceId,
    name,
    vmSize,
    scale: { maxNodeCount: 2 },
  });
}

/** A cluster that Azure refuses, at once or after having accepted it; resolves when its operation has failed. */
async function failedCluster(when: 'request' | 'operation', parameters: object) {
  const name = `cluster-${(number += 1)}x`;
  await system.control('faults', {
    name: 'FailsWith',
    times: 9,
    parameters: {
      ...parameters,
      when,
    },
    match: {
      method: 'PUT',
      pathPattern: `/computes/${name}$`,
    },
  });
  const asked = await askForCluster(name);
  await ended(asked.operationId, 'FAILED');
  return asked;
}

const all = (value: string | string[]): string[] => (Array.isArray(value) ? value : [value]);

function expectSaid(shown: Shown, entry: CorpusEntry): void {
  expect(shown).toMatchObject({ code: entry.code, retry: entry.retry });
  for (const words of all(entry.says)) expect(shown.message).toContain(words);
  for (const words of all(entry.remedy ?? [])) expect(shown.remedy).toContain(words);
}

/** A body that is no more than a code and a sentence, as the simulator can give it. */
const plainOf = ({ body }: CorpusEntry): { code: string; message: string } =>
  (body as { error: { code: string; message: string } }).error;

const bySource = (entries: readonly CorpusEntry[], part: string): CorpusEntry => {
  const found = entries.find(({ source }) => source.includes(part));
  if (!found) throw new Error(`no such entry: ${part}`);
  return found;
};

describe('what Azure fails a cluster with', () => {
  it.each([
    bySource(quota, 'mlops-v2#81'),
    bySource(quota, 'azureml-sdk-for-r#267'),
    bySource(computes, 'AzureTRE#2780'),
    bySource(computes, 'terraform#85'),
    bySource(rights, 'apiops#606'),
  ])('is read alike on operation, step, compute and diagnosis: $source', async (entry) => {
    const asked = await failedCluster('operation', plainOf(entry));
    const { error, steps } = await seeOperation(asked.operationId);
    expectSaid(error, entry);
    expect(steps.find((step) => step.error)?.error).toEqual(error);
    const { provisioningErrors, diagnostics } = await seeCluster(asked.resourceId);
    const [shown] = provisioningErrors;
    if (!shown) throw new Error('the compute shows no error');
    expectSaid(shown, entry);
    expect(shown.remedy).toBe(error.remedy);
    expect(diagnostics.map(({ remedy }) => remedy)).toContain(error.remedy);
    expect(diagnostics.map(({ message }) => message)).toContain(shown.message);
  });

  it.each(['request', 'operation'] as const)(
    'names a size that is not supported and those that are (%s)',
    async (when) => {
      const asked = await failedCluster(when, {
        code: 'InvalidPropertyValue',
        message:
          'The specified value STANDARD_D3_V2 for property Cluster.Properties.VMSize is not a supported VM size. See additional details for supported VM sizes.',
        details: [
          { code: 'SupportedVMSizes', message: 'STANDARD_D2_V2,STANDARD_NC6,STANDARD_D4_V2' },
        ],
      });
      const { error } = await seeOperation(asked.operationId);
      expect(error).toMatchObject({ code: 'SIZE_NOT_SUPPORTED', retry: 'NEVER' });
      expect(error).toMatchObject({ target: 'STANDARD_D3_V2' });
      expect(error.message).toContain('not a supported VM size');
      expect(error.remedy).toContain('STANDARD_D3_V2 is not supported here');
      expect(error.remedy).toContain('STANDARD_D4_V2, STANDARD_D2_V2, STANDARD_NC6');
      const { provisioningErrors, diagnostics } = await seeCluster(asked.resourceId);
      expect(provisioningErrors[0]).toMatchObject({ code: error.code, remedy: error.remedy });
      expect(diagnostics[0]?.remedy).toBe(error.remedy);
    },
  );

  it('is told of a workspace from before general availability', async () => {
    const other = await system.ask(createWorkspace, {
      resourceGroupId: await groupRow(),
      name: 'ws-old',
      storageAccountId: `${workspaceArmId.split('/Microsoft.M')[0]}/Microsoft.Storage/storageAccounts/two`,
      keyVaultId: `${workspaceArmId.split('/Microsoft.M')[0]}/Microsoft.KeyVault/vaults/two`,
      applicationInsights: 'NONE',
    });
    await ended(other.operationId, 'SUCCEEDED');
    const old = workspaceArmId.replace('ws-one', 'ws-old');
    await system.control('legacy-workspaces', { workspaceId: old });
    const asked = await system.ask(createComputeCluster, {
      workspaceId: other.resourceId,
      name: 'cluster-old',
      vmSize: 'STANDARD_D3_V2',
      scale: { maxNodeCount: 2 },
    });
    await ended(asked.operationId, 'FAILED');
    const { error } = await seeOperation(asked.operationId);
    expect(error).toMatchObject({ code: 'WorkspacePredatesComputeClusters', retry: 'NEVER' });
    expect(error.remedy).toContain('Create a new workspace');
    expect((await seeCluster(asked.resourceId)).diagnostics[0]?.remedy).toBe(error.remedy);
  });
});

const groupRow = async (): Promise<string> => {
  const { rows } = await system.database.pool.query<{ id: string }>(
    `SELECT id FROM resource WHERE kind = 'RESOURCE_GROUP' AND name = 'rg' AND gone_at IS NULL`,
  );
  return String(rows[0]?.id);
};

const rowOf = async (armId: string): Promise<string> => {
  const { rows } = await system.database.pool.query<{ id: string }>(
    'SELECT id FROM resource WHERE arm_id_key = lower($1) AND gone_at IS NULL',
    [armId],
  );
  return String(rows[0]?.id);
};

async function givenCluster() {
  const cluster = await givenClusterInAzure(system);
  await sweepClusters(system);
  const clusterId = await rowOf(cluster.clusterArmId);
  return { ...cluster, clusterId, context: contextForTests('OPERATOR', cluster.teamId) };
}

type GivenCluster = Awaited<ReturnType<typeof givenCluster>>;

async function install({ clusterId, context }: GivenCluster) {
  const asked = await ask(installArcExtension, system.submit, context, {
    clusterId,
    settings: { enableTraining: true },
  });
  if (!asked.ok) throw new Error(JSON.stringify(asked.error));
  return asked.value;
}

const seeExtension = (id: string): Promise<{ provisioningErrors: Shown[] }> =>
  see('ArcExtension', id, `provisioningErrors { ${errorFields} }`);

describe('an extension that Azure cannot install', () => {
  it.each([
    bySource(extensions, 'azurerm#24547'),
    bySource(extensions, 'AML-Kubernetes#285'),
    bySource(extensions, 'azure-cli#25654'),
    bySource(extensions, 'provider-azure#1054'),
    bySource(extensions, 'AML-Kubernetes#162'),
    bySource(extensions, 'a label key with dots'),
    bySource(extensions, 'nobody has seen yet'),
  ])('says why and what to do, and goes on saying it: $source', async (entry) => {
    const cluster = await givenCluster();
    const { message } = (entry.body as { properties: { errorInfo: { message: string } } })
      .properties.errorInfo;
    await system.control('faults', {
      name: 'ExtensionFails',
      times: 9,
      parameters: { message },
      match: {
        method: 'PUT',
        pathPattern: `/${cluster.groupName}/.*/extensions/`,
      },
    });
    const { operationId, resourceId } = await install(cluster);
    await ended(operationId, 'FAILED');
    const { error } = await seeOperation(operationId);
    expectSaid(error, entry);
    const shown = async () => (await seeExtension(resourceId)).provisioningErrors[0];
    expect(await shown()).toMatchObject({ code: error.code, remedy: error.remedy });
    await sweepClusters(system);
    expect(await shown()).toMatchObject({ code: error.code, remedy: error.remedy });
  });
});

describe('an extension that somebody else keeps', () => {
  const keeper =
    '/subscriptions/0/resourceGroups/rg/providers/Microsoft.IoTOperations/instances/one';

  async function givenExtension() {
    const cluster = await givenCluster();
    const { operationId, resourceId } = await install(cluster);
    await ended(operationId, 'SUCCEEDED');
    const extensionId = `${cluster.clusterArmId}/providers/Microsoft.KubernetesConfiguration/extensions/azureml`;
    return { ...cluster, resourceId, extensionId };
  }

  const ask = async (mutation: string, input: object) => {
    const { data, errors } = await api.graphql(
      api.adminKey,
      `mutation ($input: ${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input!) { ${mutation}(input: $input) {
        operation { id } userErrors { code message field } } }`,
      { input },
    );
    expect(errors).toBeUndefined();
    return (
      data as unknown as Record<string, { operation: { id: string } | null; userErrors: unknown }>
    )[mutation];
  };

  it.each([
    ['updateArcExtension', { managedBy: keeper }, { releaseTrain: 'Preview' }, keeper],
    ['uninstallArcExtension', { managedBy: keeper }, { force: true }, keeper],
    ['uninstallArcExtension', { isSystemExtension: true }, {}, 'an extension of Azure itself'],
  ])('is not touched by %s %j', async (mutation, kept, input, words) => {
    const extension = await givenExtension();
    await system.control('extensions', { extensionId: extension.extensionId, ...kept });
    await sweepClusters(system);
    const id = globalId('ArcExtension', extension.resourceId);
    expect(await ask(mutation, { extensionId: id, ...input })).toMatchObject({
      operation: null,
      userErrors: [
        {
          code: 'INVALID_STATE',
          field: ['input', 'extensionId'],
          message: expect.stringContaining(words) as string,
        },
      ],
    });
  });

  it.each([
    ['updateArcExtension', { releaseTrain: 'Preview' }],
    ['uninstallArcExtension', { force: true }],
  ])('is not touched by %s that was accepted before anybody saw it', async (mutation, input) => {
    const extension = await givenExtension();
    await system.control('extensions', { extensionId: extension.extensionId, managedBy: keeper });
    const id = globalId('ArcExtension', extension.resourceId);
    const answer = await ask(mutation, { extensionId: id, ...input });
    const operationId = Buffer.from(String(answer?.operation?.id), 'base64url')
      .toString()
      .split(':')[1];
    await ended(String(operationId), 'FAILED');
    const { error } = await seeOperation(String(operationId));
    expect(error).toMatchObject({ code: 'EXTENSION_KEPT_ELSEWHERE', retry: 'NEVER' });
    expect(error.message).toContain(keeper);
    const ledger = (await system.control(`ledger?path=/${extension.groupName}/`)) as {
      entries: { method: string; path: string }[];
    };
    const writes = ledger.entries.filter(({ path }) => path.includes('/extensions/'));
    expect(writes.map(({ method }) => method)).toEqual(['PUT']);
  });
});

describe('a cluster whose agents say what is wrong', () => {
  it('shows it on the cluster and where something is asked of it', async () => {
    const cluster = await givenCluster();
    const agentErrors = [
      {
        component: 'clusteridentityoperator',
        message:
          'Post "https://eastus.dp.kubernetesconfiguration.azure.com": x509: certificate signed by unknown authority',
      },
    ];
    await system.control('connected-clusters', {
      action: 'stopHeartbeats',
      clusterId: cluster.clusterArmId,
      agentErrors,
    });
    const { operationId } = await install(cluster);
    await system.control('clock', { advanceSeconds: 16 * 60 });
    await ended(operationId, 'FAILED');
    const { error } = await seeOperation(operationId);
    expect(error).toMatchObject({ code: 'CLUSTER_NOT_CONNECTED', retry: 'LATER' });
    expect(error.message).toContain('clusteridentityoperator: Post');
    expect(error.remedy).toContain('--proxy-cert');
    expect(error.details).toMatchObject([{ code: 'CERTIFICATE_NOT_TRUSTED' }]);
    await sweepClusters(system);
    const seen = await see<{ provisioningErrors: Shown[]; connectivityStatus: string }>(
      'ConnectedCluster',
      cluster.clusterId,
      `connectivityStatus provisioningErrors { ${errorFields} }`,
    );
    expect(seen.connectivityStatus).toBe('OFFLINE');
    expect(seen.provisioningErrors).toMatchObject([
      { code: 'CERTIFICATE_NOT_TRUSTED', target: 'clusteridentityoperator' },
    ]);
  });
});
