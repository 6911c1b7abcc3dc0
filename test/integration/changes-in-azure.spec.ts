import { createClient } from 'graphql-sse';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createComputeCluster } from '#libs/kinds/compute-clusters';
import { createResourceGroup } from '#libs/kinds/resource-groups';
import { createWorkspace } from '#libs/kinds/workspaces';
import { computeArmId } from '#libs/kernel';
import { armCluster } from '../support/arm-bodies.js';
import { startApi, type ApiUnderTest } from '../support/api.js';
import { at, type Loose } from '../support/gateway.js';
import { startSimulatedSystem, type SimulatedSystem } from '../support/simulated-system.js';

let system: SimulatedSystem;
let api: ApiUnderTest;
let workspaceId: string;
let workspaceArmId: string;
/** What computeUpdated has told so far. */
const told: Loose[] = [];

const patience = { timeout: 60_000, interval: 200 };

const succeeded = (operationId: string): Promise<void> =>
  vi.waitFor(async () => {
    const story = await system.story(operationId);
    expect(story, JSON.stringify(story)).toMatchObject({ status: 'SUCCEEDED' });
  }, patience);

const globalId = (type: string, id: string): string =>
  Buffer.from(`${type}:${id}`).toString('base64url');

const ask = async (query: string, variables: object = {}): Promise<Loose> => {
  const { data, errors } = await api.graphql(api.adminKey, query, variables);
  expect(errors).toBeUndefined();
  return at(data);
};

/** Lets the workspace have its turn now, as if a minute had passed. */
const sweep = () => system.database.pool.query('UPDATE workspace_look SET look_at = now()');

const subscription = `subscription { computeUpdated { id name managed goneAt
  ... on ComputeCluster { scale { maxNodeCount } } } }`;

async function listen(): Promise<void> {
  const client = createClient({
    url: `${api.url}/graphql/stream`,
    headers: { authorization: `Bearer ${api.adminKey}` },
  });
  const events = client.iterate({ query: subscription });
  for await (const { data } of events) told.push(at(data).computeUpdated!);
}

beforeAll(async () => {
  system = await startSimulatedSystem({ clockRate: 30 });
  api = await startApi(system.database);
  void listen().catch(() => undefined);
  await vi.waitFor(() => expect(api.streamCount()).toBe(1), patience);
  const { teamId } = system;
  const group = await system.ask(createResourceGroup, { name: 'rg', location: 'eastus', teamId });
  await succeeded(group.operationId);
  const provider = `/subscriptions/${system.azure.subscriptionId}/resourceGroups/rg/providers`;
  const workspace = await system.ask(createWorkspace, {
    resourceGroupId: group.resourceId,
    name: 'ws-one',
    storageAccountId: `${provider}/Microsoft.Storage/storageAccounts/one`,
    keyVaultId: `${provider}/Microsoft.KeyVault/vaults/one`,
    applicationInsights: 'NONE',
  });
  await succeeded(workspace.operationId);
  workspaceId = workspace.resourceId;
  workspaceArmId = `${provider}/Microsoft.MachineLearningServices/workspaces/ws-one`;
});
afterAll(async () => {
  await api?.close();
  await system?.stop();
});

const armOf = () => system.arm;

const actions = async (id: string): Promise<string[]> => {
  await api.seal();
  const { auditEvents } = await ask(
    `query ($id: ID!) { auditEvents(first: 100, filter: { targetId: $id }) { nodes { action actor { displayName } } } }`,
    { id },
  );
  const nodes = auditEvents!['nodes'] as unknown as {
    action: string;
    actor: { displayName: string };
  }[];
  return nodes.map(({ action, actor }) => `${actor.displayName}: ${action}`);
};

describe('what is changed in Azure and not through Armature', () => {
  it('shows a cluster that was deleted there as gone', async () => {
    const name = 'deleted-outside';
    const cluster = await system.ask(createComputeCluster, {
      workspaceId,
      name,
      vmSize: 'STANDARD_D3_V2',
      scale: { maxNodeCount: 2 },
    });
    await succeeded(cluster.operationId);
    const id = globalId('ComputeCluster', cluster.resourceId);
    await armOf().delete(computeArmId(workspaceArmId, name), {
      underlyingResourceAction: 'Delete',
    });
    await vi.waitFor(async () => {
      await sweep();
      const { node } = await ask('query ($id: ID!) { node(id: $id) { id } }', { id });
      expect(node).toBeNull();
    }, patience);
    expect(await actions(id)).toContain('azure: compute_cluster.vanished');
    await vi.waitFor(
      () =>
        expect(told.filter((event) => event['id'] === id).at(-1)).toMatchObject({
          goneAt: expect.any(String) as string,
        }),
      patience,
    );
  });

  it('finds a cluster that was made there, which a team claims and then changes', async () => {
    const armId = computeArmId(workspaceArmId, 'made-outside');
    await armOf().put(armId, { ...armCluster(armId, {}, { owner: 'somebody' }) });
    const found = await vi.waitFor(async () => {
      await sweep();
      const { computes } = await ask(
        '{ computes(first: 1, filter: { managed: false, provisioningState: SUCCEEDED }) { nodes { id name costTags { key value source } } } }',
      );
      const [node] = computes!['nodes'] as unknown as Loose[];
      expect(node).toMatchObject({
        name: 'made-outside',
        costTags: [{ key: 'owner', value: 'somebody', source: 'AZURE' }],
      });
      return node!;
    }, patience);
    const { id } = found;
    expect(await actions(id!)).toContain('azure: compute_cluster.imported');
    const claimed = await ask(
      `mutation ($input: ClaimComputeInput!) { claimCompute(input: $input) {
        operation { id } userErrors { code message } compute { managed } } }`,
      {
        input: {
          computeId: id,
          teamId: globalId('Team', system.teamId),
          costTags: ['costCenter', 'environment'].map((key) => ({
            key,
            value: 'claimed',
          })),
        },
      },
    );
    expect(claimed['claimCompute']).toMatchObject({ userErrors: [], compute: { managed: true } });
    const operation = claimed['claimCompute']!['operation']!['id']!;
    await succeeded(Buffer.from(operation, 'base64url').toString().split(':')[1]!);
    expect((await armOf().get(armId))?.['tags']).toMatchObject({
      costCenter: 'claimed',
      environment: 'claimed',
      owner: 'somebody',
    });
    const changed = await ask(
      `mutation ($id: ID!) { updateComputeCluster(input: { computeId: $id, scale: { maxNodeCount: 7 } }) {
        operation { id } userErrors { code message } } }`,
      { id },
    );
    const update = changed['updateComputeCluster']!['operation']!['id']!;
    await succeeded(Buffer.from(update, 'base64url').toString().split(':')[1]!);
    await sweep();
    expect(await actions(id!)).not.toContain('azure: compute_cluster.vanished');
    await vi.waitFor(() => {
      const events = told.filter((event) => event['id'] === id);
      expect(events[0]).toMatchObject({ managed: false });
      expect(events.at(-1)).toMatchObject({ managed: true, scale: { maxNodeCount: 7 } });
    }, patience);
  });

  it('audits what somebody changed there, once, and says that it is not as asked', async () => {
    const name = 'changed-outside';
    const cluster = await system.ask(createComputeCluster, {
      workspaceId,
      name,
      vmSize: 'STANDARD_D3_V2',
      scale: { maxNodeCount: 2 },
    });
    await succeeded(cluster.operationId);
    const id = globalId('ComputeCluster', cluster.resourceId);
    const armId = computeArmId(workspaceArmId, name);
    const scaleSettings = {
      maxNodeCount: 4,
      minNodeCount: 0,
      nodeIdleTimeBeforeScaleDown: 'PT120S',
    };
    const tags = (await armOf().get(armId))?.['tags'] as object;
    await armOf().put(armId, armCluster(armId, { scaleSettings }, tags));
    await vi.waitFor(async () => {
      await sweep();
      expect(await scales(cluster.resourceId)).toEqual([[2, 4]]);
    }, patience);
    expect(await actions(id)).toContain('azure: compute_cluster.changed_in_azure');
    const differing = [{ field: 'scale.maxNodeCount', asked: 2, found: 4 }];
    // Azure may still be at work on it when its new scale is first seen.
    await vi.waitFor(async () => {
      await sweep();
      const { node } = await ask(
        'query ($id: ID!) { node(id: $id) { ... on Compute { diagnostics { code evidence } } } }',
        { id },
      );
      expect(node!['diagnostics']).toEqual([{ code: 'SETTINGS_DIFFER', evidence: { differing } }]);
    }, patience);
  });
});

/** The scales, before and after, that audit rows of the actor `azure` tell of. */
async function scales(targetId: string): Promise<number[][]> {
  const { rows } = await system.database.pool.query<{ before: number; after: number }>(
    `SELECT (before->'scale'->>'maxNodeCount')::int AS before, (after->'scale'->>'maxNodeCount')::int AS after
     FROM audit_event WHERE target_id = $1 AND action = 'compute_cluster.changed_in_azure' AND after ? 'scale'`,
    [targetId],
  );
  return rows.map(({ before, after }) => [before, after]);
}
