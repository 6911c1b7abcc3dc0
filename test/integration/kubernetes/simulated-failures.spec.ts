import { provisionKubernetesCompute } from '#libs/kinds/kubernetes-computes';
import { retryOperation } from '#libs/catalogue';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startApi, type ApiUnderTest } from '../../support/api.js';
import {
  givenClusterInAzure,
  sweepClusters,
  type ClusterInAzure,
} from '../../support/cluster-in-azure.js';
import { contextForTests } from '../../support/engine.js';
import { at } from '../../support/gateway.js';
import { plainWorkspace } from '../../support/instance-api.js';
import { startSimulatedSystem, type SimulatedSystem } from '../../support/simulated-system.js';
import { askOf, ask } from '../../support/ask.js';
import { kinds } from '#libs/kinds';

let system: SimulatedSystem;
let api: ApiUnderTest;

beforeAll(async () => {
  system = await startSimulatedSystem({ clockRate: 60 });
  api = await startApi(system.database, system.arm);
});
afterAll(async () => {
  await api?.close();
  await system?.stop();
});

interface Asked extends ClusterInAzure {
  operationId: string;
  resourceId: string;
}

/** Asks to provision a cluster whose PUT of the extension meets the fault. */
async function provision(fault: {
  name: string;
  times?: number;
  parameters?: object;
}): Promise<Asked> {
  const cluster = await givenClusterInAzure(system);
  const pathPattern = `/${cluster.groupName}/.*/extensions/azureml$`;
  await system.control('faults', { ...fault, match: { method: 'PUT', pathPattern } });
  await sweepClusters(system);
  return askFor(cluster, 'arc-one');
}

async function askFor(cluster: ClusterInAzure, name: string): Promise<Asked> {
  const { workspaceId, clusterArmId, teamId } = cluster;
  const asked = await ask(
    provisionKubernetesCompute,
    system.submit,
    contextForTests('OPERATOR', teamId),
    {
      workspaceId,
      name,
      clusterArmId,
      extension: { settings: { enableTraining: true } },
    },
  );
  if (!asked.ok) throw new Error(JSON.stringify(asked.error));
  const { operationId, resourceId } = asked.value;
  return { ...cluster, operationId, resourceId };
}

async function rowOf({ groupName }: ClusterInAzure, name: string): Promise<object | undefined> {
  const { rows } = await system.database.pool.query<object>(
    `SELECT provisioning_state AS state, raw_provisioning_state AS raw, provisioning_errors AS errors FROM resource
      WHERE name = $2 AND arm_id_key LIKE '%/' || lower($1) || '/%' AND gone_at IS NULL`,
    [groupName, name],
  );
  return rows[0];
}

/** In Azure, as its owner would. */
const removeExtension = ({ clusterArmId }: ClusterInAzure): Promise<void> =>
  vi.waitFor(async () => {
    const id = `${clusterArmId}/providers/Microsoft.KubernetesConfiguration/extensions/azureml`;
    await system.arm.delete(id, { forceDelete: 'true' });
    expect(await system.arm.get(id)).toBeUndefined();
  }, 30_000);

async function diagnosticsOf({ resourceId }: Asked): Promise<unknown> {
  const { pool } = system.database;
  await pool.query(`UPDATE resource SET desired = $1 WHERE kind = 'WORKSPACE'`, [plainWorkspace]);
  const id = Buffer.from(`KubernetesCompute:${resourceId}`).toString('base64url');
  const { data, errors } = await api.graphql(
    api.adminKey,
    'query ($id: ID!) { node(id: $id) { ... on KubernetesCompute { diagnostics { code } } } }',
    { id },
  );
  expect(errors).toBeUndefined();
  return at(data)['node']!['diagnostics'];
}

/** Resolves when the story is as wanted; what is put off for long comes at once. */
async function until({ operationId }: Asked, wanted: object): Promise<void> {
  await vi.waitFor(
    async () => {
      const story = await system.story(operationId);
      if ((story.dueInSeconds ?? 0) > 5) await comeNow(operationId);
      expect(story, JSON.stringify(story.messages)).toMatchObject(wanted);
    },
    { timeout: 60_000, interval: 250 },
  );
}

const comeNow = (operationId: string): Promise<unknown> =>
  system.database.pool.query(
    `UPDATE operation SET due_at = now() - interval '3 seconds' WHERE id = $1`,
    [operationId],
  );

async function errorOf({ operationId }: Asked): Promise<Record<string, unknown>> {
  const { rows } = await system.database.pool.query<{ error: Record<string, unknown> }>(
    'SELECT error FROM operation WHERE id = $1',
    [operationId],
  );
  return rows[0]?.error ?? {};
}

async function putsOf({ groupName }: Asked): Promise<string[]> {
  const ledger = (await system.control(`ledger?path=/${groupName}/`)) as {
    entries: { method: string; path: string; status: number }[];
  };
  return ledger.entries
    .filter(({ path }) => /\/(extensions|computes)\//.test(path))
    .map(({ method, path, status }) => `${method} ${path.split('/').at(-1)} ${status}`);
}

describe.concurrent('an extension that Azure cannot install', () => {
  it.each([
    ['E40001', 'LOAD_BALANCER_NOT_SUPPORT', 'LATER', 'NODE_PORT'],
    ['E45002', 'PROMETHEUS_CONFLICT', 'NEVER', 'installPromOp'],
    ['E45003', 'BAD_NETWORK_CONNECTIVITY', 'LATER', 'outbound 443'],
    ['HelmNameInUse', 'HELM_NAME_IN_USE', 'LATER', 'hour'],
  ])(
    '(%s) ends the operation with a code, a remedy and advice',
    async (failure, code, retry, remedy) => {
      const asked = await provision({ name: 'ExtensionFails', times: 9, parameters: { failure } });
      await until(asked, { status: 'FAILED', error: code });
      expect(await errorOf(asked)).toMatchObject({
        code,
        retry,
        remedy: expect.stringContaining(remedy) as string,
      });
      expect((await system.story(asked.operationId)).steps).toContain('await extension: FAILED');
    },
  );

  it('leaves a compute that says why it failed, and the cluster free for another', async () => {
    const parameters = { failure: 'E45002' };
    const asked = await provision({ name: 'ExtensionFails', parameters });
    await until(asked, { status: 'FAILED', state: 'FAILED', gone: false });
    expect(await rowOf(asked, 'arc-one')).toMatchObject({
      raw: 'Failed',
      errors: [{ code: 'PROMETHEUS_CONFLICT' }],
    });
    expect(await rowOf(asked, 'azureml')).toMatchObject({ state: 'FAILED' });
    await removeExtension(asked);
    const next = await askFor(asked, 'arc-two');
    await until(next, { status: 'SUCCEEDED', state: 'SUCCEEDED' });
    expect(await rowOf(asked, 'azureml')).toMatchObject({ state: 'SUCCEEDED', errors: [] });
    expect(await diagnosticsOf(next)).toEqual([]);
  });

  it('is installed by a retry, once it is put right', async () => {
    const failure = 'E40001';
    const asked = await provision({ name: 'ExtensionFails', parameters: { failure } });
    await until(asked, { status: 'FAILED' });
    const { pool } = system.database;
    const context = contextForTests('OPERATOR', asked.teamId);
    expect(await askOf(retryOperation, { pool, kinds }, context, asked.operationId)).toMatchObject({
      ok: true,
    });
    await until(asked, { status: 'SUCCEEDED', state: 'SUCCEEDED' });
    expect(await putsOf(asked)).toEqual(['PUT azureml 201', 'PUT azureml 200', 'PUT arc-one 201']);
  });

  it.each(['WebhookTimeout', 'HelmOperationInProgress'])(
    'because of what passes (%s) is sent again by the operation itself',
    async (failure) => {
      const asked = await provision({ name: 'ExtensionFails', parameters: { failure } });
      await until(asked, { status: 'SUCCEEDED', state: 'SUCCEEDED' });
      expect(await putsOf(asked)).toEqual([
        'PUT azureml 201',
        'PUT azureml 200',
        'PUT arc-one 201',
      ]);
    },
  );
});

describe('a cluster that goes offline while its extension is installed', () => {
  it('ends the operation long before Azure would, and is shown as offline', async () => {
    const asked = await provision({ name: 'NeverFinishes' });
    await until(asked, {
      messages: expect.arrayContaining([expect.stringContaining('Creating')]) as unknown,
    });
    await system.control('connected-clusters', {
      action: 'stopHeartbeats',
      clusterId: asked.clusterArmId,
    });
    await system.control('clock', { advanceSeconds: 16 * 60 });
    await until(asked, { status: 'FAILED', error: 'CLUSTER_NOT_CONNECTED' });
    expect(await errorOf(asked)).toMatchObject({ retry: 'LATER', target: asked.clusterArmId });
    await sweepClusters(system);
    const { rows } = await system.database.pool.query(
      `SELECT observed->>'connectivityStatus' AS status FROM resource WHERE arm_id = $1`,
      [asked.clusterArmId],
    );
    expect(rows).toEqual([{ status: 'OFFLINE' }]);
    expect(await putsOf(asked)).toEqual(['PUT azureml 201']);
  });
});
