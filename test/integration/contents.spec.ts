import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createComputeCluster } from '#libs/kinds/compute-clusters';
import { createResourceGroup } from '#libs/kinds/resource-groups';
import { createWorkspace } from '#libs/kinds/workspaces';
import { computeArmId, resourceGroupId, workspaceArmId } from '#libs/kernel';
import { startApi, type ApiUnderTest } from '../support/api.js';
import { armCluster } from '../support/arm-bodies.js';
import { at, givenKey, type Loose } from '../support/gateway.js';
import { startSimulatedSystem, type SimulatedSystem } from '../support/simulated-system.js';

const patience = { timeout: 60_000, interval: 100 };

let system: SimulatedSystem;
let api: ApiUnderTest;
let number = 0;
/** Nothing that is refused changes it. */
let group: Awaited<ReturnType<typeof givenGroup>>;

beforeAll(async () => {
  system = await startSimulatedSystem({ clockRate: 60 });
  api = await startApi(system.database, system.arm);
  group = await givenGroup();
});
afterAll(async () => {
  await api?.close();
  await system?.stop();
});

const globalId = (type: string, id: string): string =>
  Buffer.from(`${type}:${id}`).toString('base64url');

const rowId = (id: string): string => String(Buffer.from(id, 'base64url')).split(':')[1] ?? '';

async function ended(operationId: string, status: string): Promise<void> {
  await vi.waitFor(async () => {
    const story = await system.story(operationId);
    expect(story, JSON.stringify(story)).toMatchObject({ status });
  }, patience);
}

/** A group with a workspace and a cluster of Armature's, and a second workspace with a cluster that nobody here made. */
async function givenGroup() {
  const name = `rg-${(number += 1)}`;
  const { teamId, azure, arm } = system;
  const group = await system.ask(createResourceGroup, { name, location: 'eastus', teamId });
  await ended(group.operationId, 'SUCCEEDED');
  const groupArmId = resourceGroupId(azure.subscriptionId, name);
  const dependencies = {
    storageAccountId: `${groupArmId}/providers/Microsoft.Storage/storageAccounts/one`,
    keyVaultId: `${groupArmId}/providers/Microsoft.KeyVault/vaults/one`,
    applicationInsights: 'NONE',
  };
  const workspace = await system.ask(createWorkspace, {
    resourceGroupId: group.resourceId,
    name: 'ours',
    ...dependencies,
  });
  await ended(workspace.operationId, 'SUCCEEDED');
  const cluster = await system.ask(createComputeCluster, {
    workspaceId: workspace.resourceId,
    name: `c-ours-${number}x`,
    vmSize: 'STANDARD_D3_V2',
    scale: { maxNodeCount: 1 },
  });
  await ended(cluster.operationId, 'SUCCEEDED');
  const theirs = workspaceArmId(groupArmId, 'theirs');
  await arm.put(theirs, {
    location: 'eastus',
    identity: { type: 'SystemAssigned' },
    properties: {
      storageAccount: dependencies.storageAccountId,
      keyVault: dependencies.keyVaultId,
    },
  });
  await vi.waitFor(async () => expect(stateOf(await arm.get(theirs))).toBe('Succeeded'), patience);
  const theirCluster = computeArmId(theirs, `c-theirs-${number}x`);
  await arm.put(theirCluster, armCluster('x'));
  const ours = workspaceArmId(groupArmId, 'ours');
  return {
    name,
    id: globalId('ResourceGroup', group.resourceId),
    armId: groupArmId,
    managed: [ours, computeArmId(ours, `c-ours-${number}x`)],
    unmanaged: [theirs, theirCluster],
    workspaceId: globalId('Workspace', workspace.resourceId),
  };
}

const stateOf = (body: unknown): unknown =>
  (body as { properties?: { provisioningState?: string } } | undefined)?.properties
    ?.provisioningState;

const document = `mutation ($input: DeleteResourceGroupInput!) { deleteResourceGroup(input: $input) {
  operation { id } warnings { code message } userErrors { code message field armId } } }`;

async function remove(input: object, key = api.adminKey): Promise<Loose> {
  const { data, errors } = await api.graphql(key, document, { input });
  expect(errors).toBeUndefined();
  return at(data)['deleteResourceGroup']!;
}

const list = (value: unknown) => value as { code: string; message: string; armId?: string }[];
/** Codes and what they name. */
const named = (answer: Loose): string[] =>
  list(answer['userErrors']).map(({ code, armId }) => `${code} ${armId?.toLowerCase()}`);
const notEmpty = (ids: string[]): string[] => ids.map((id) => `NOT_EMPTY ${id.toLowerCase()}`);

describe('deleting a group', () => {
  it('names what Armature does not manage, and deletes nothing', async () => {
    const answer = await remove({ resourceGroupId: group.id, confirmName: group.name });
    expect(named(answer)).toEqual(notEmpty(group.unmanaged));
    expect(answer).toMatchObject({ operation: null, warnings: [] });
    expect(list(answer['userErrors'])[0]).toMatchObject({
      field: ['input', 'deleteUnmanagedArmIds'],
      message: expect.stringContaining('Armature does not manage it') as string,
    });
  });

  it('still names those that were left out of the list', async () => {
    const [theirs = '', theirCluster = ''] = group.unmanaged;
    const answer = await remove({
      resourceGroupId: group.id,
      confirmName: group.name,
      deleteUnmanagedArmIds: [theirs],
    });
    expect(named(answer)).toEqual(notEmpty([theirCluster]));
  });

  it('takes all that was named, in any case, lists it in the answer and in the audit trail', async () => {
    const group = await givenGroup();
    const answer = await remove({
      resourceGroupId: group.id,
      confirmName: group.name,
      deleteUnmanagedArmIds: group.unmanaged.map((id) => id.toUpperCase()),
    });
    expect(answer['userErrors']).toEqual([]);
    const all = [...group.unmanaged, ...group.managed];
    const warnings = list(answer['warnings']);
    expect(warnings.map(({ code }) => code)).toEqual(all.map(() => 'DELETED_TOO'));
    for (const [index, id] of all.entries())
      expect(warnings[index]?.message.toLowerCase()).toContain(id.toLowerCase());
    const operationId = rowId(answer['operation']!['id']!);
    const { rows } = await system.database.pool.query<{ contents: { armId: string }[] }>(
      `SELECT before->'contents' AS contents FROM audit_event
        WHERE operation_id = $1 AND action = 'resource_group.delete.accepted'`,
      [operationId],
    );
    expect(rows[0]?.contents.map(({ armId }) => armId.toLowerCase())).toEqual(
      all.map((id) => id.toLowerCase()),
    );
    await ended(operationId, 'SUCCEEDED');
    expect(await system.arm.get(group.armId)).toBeUndefined();
  });

  it('takes what Azure puts there by itself under names with spaces, in one way of writing or another', async () => {
    const group = await givenGroup();
    const alert = `${group.armId}/providers/microsoft.alertsmanagement/smartDetectorAlertRules/failure anomalies - one`;
    const listOf = system.arm.list.bind(system.arm);
    const list: typeof listOf = async (url, options) => {
      const page = await listOf(url, options);
      const isGroup = url.startsWith(`${group.armId}/resources`);
      return isGroup ? { ...page, value: [...page.value, { id: alert }] } : page;
    };
    Object.assign(system.arm, { list });
    const input = { resourceGroupId: group.id, confirmName: group.name };
    const refused = await remove({ ...input, deleteUnmanagedArmIds: group.unmanaged });
    expect(named(refused)).toEqual(notEmpty([alert]));
    const answer = await remove({
      ...input,
      deleteUnmanagedArmIds: [
        ...group.unmanaged,
        alert.replace('alertsmanagement', 'AlertsManagement'),
      ],
    });
    expect(answer['userErrors']).toEqual([]);
    await ended(rowId(answer['operation']!['id']!), 'SUCCEEDED');
    Object.assign(system.arm, { list: listOf });
  });

  it('answers the first answer to the same key, whatever stands there since', async () => {
    const group = await givenGroup();
    const input = {
      resourceGroupId: group.id,
      confirmName: group.name,
      deleteUnmanagedArmIds: group.unmanaged,
      idempotencyKey: crypto.randomUUID(),
    };
    const first = await remove(input);
    await ended(rowId(first['operation']!['id']!), 'SUCCEEDED');
    expect((await remove(input))['warnings']).toEqual(first['warnings']);
  });

  it('stops where something appears before the worker sends it', async () => {
    const listOf = system.arm.list.bind(system.arm);
    const blind = { list: async () => ({ value: [] }) };
    Object.assign(system.arm, { list: blind.list });
    const accepted = await remove({ resourceGroupId: group.id, confirmName: group.name }).finally(
      () => Object.assign(system.arm, { list: listOf }),
    );
    const operationId = rowId(accepted['operation']!['id']!);
    await ended(operationId, 'FAILED');
    expect(await system.story(operationId)).toMatchObject({ error: 'NOT_EMPTY' });
    expect(await system.arm.get(group.armId)).toBeDefined();
  });

  it('refuses ids that lie elsewhere, a neighbour of like name among them', async () => {
    const elsewhere = `${group.armId}-2/providers/Microsoft.Storage/storageAccounts/x`;
    const answer = await remove({
      resourceGroupId: group.id,
      confirmName: group.name,
      deleteUnmanagedArmIds: [...group.unmanaged, elsewhere],
    });
    expect(list(answer['userErrors'])).toMatchObject([
      { code: 'INVALID_INPUT', message: expect.stringContaining('-2/') as string },
    ]);
  });

  it('accepts nothing where Azure does not say what stands there', async () => {
    const match = { method: 'GET', pathPattern: `/${group.name}/resources$` };
    await system.control('faults', { name: 'InternalServerError', match, times: 1 });
    const answer = await remove({ resourceGroupId: group.id, confirmName: group.name });
    expect(list(answer['userErrors'])).toMatchObject([{ code: 'INVALID_STATE' }]);
  });

  it('asks Azure nothing for those who may only look', async () => {
    const key = await givenKey(api, globalId('Team', system.teamId), 'VIEWER', `viewer-${number}`);
    const answer = await remove({ resourceGroupId: group.id, confirmName: group.name }, key);
    expect(named(answer)).toEqual(['FORBIDDEN undefined']);
  });
});

describe('deleting a workspace', () => {
  it('names the computes that nobody claimed', async () => {
    const [ours = ''] = group.managed;
    const stray = computeArmId(ours, `c-stray-${number}x`);
    await system.arm.put(stray, armCluster('x'));
    const { data } = await api.graphql(
      api.adminKey,
      `mutation ($input: DeleteWorkspaceInput!) { deleteWorkspace(input: $input) {
        operation { id } userErrors { code armId } } }`,
      { input: { workspaceId: group.workspaceId, confirmName: 'ours' } },
    );
    expect(named(at(data)['deleteWorkspace']!)).toEqual(notEmpty([stray]));
  });
});
