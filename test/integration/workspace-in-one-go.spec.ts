import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { cancelOperation, retryOperation } from '#libs/catalogue';
import { createResourceGroup, deleteResourceGroup } from '#libs/kinds/resource-groups';
import { createWorkspace, deleteWorkspace } from '#libs/kinds/workspaces';
import { dependencyName } from '../../libs/kinds/workspaces/dependencies/dependency-name.js';
import { askOf } from '../support/ask.js';
import { startSimulatedSystem, type SimulatedSystem } from '../support/simulated-system.js';

let system: SimulatedSystem;

beforeAll(async () => {
  system = await startSimulatedSystem({ clockRate: 200, assumesDependencies: false });
});
afterAll(() => system?.stop());

async function ended(operationId: string) {
  await vi.waitFor(
    async () =>
      expect(await system.story(operationId)).toMatchObject({
        dueAt: null,
        leaseUntil: null,
        status: expect.stringMatching(/SUCCEEDED|FAILED|CANCELED/) as string,
      }),
    { timeout: 40_000, interval: 50 },
  );
  return system.story(operationId);
}

async function succeeded(operationId: string): Promise<void> {
  expect(await ended(operationId)).toMatchObject({ status: 'SUCCEEDED', error: null });
}

interface Group {
  id: string;
  armId: string;
}

async function newGroup(): Promise<Group> {
  const { teamId } = system;
  const name = `rg-${randomUUID().slice(0, 8)}`;
  const group = await system.ask(createResourceGroup, { name, location: 'eastus', teamId });
  await succeeded(group.operationId);
  const armId = `/subscriptions/${system.azure.subscriptionId}/resourceGroups/${name}`;
  return { id: group.resourceId, armId };
}

const newWorkspace = (group: Group, more: object = {}) =>
  system.ask(createWorkspace, { resourceGroupId: group.id, name: 'course', ...more });

/** The types of all that stands in a group. */
async function standingIn(group: Group): Promise<string[]> {
  const { value } = await system.arm.list(`${group.armId}/resources`);
  return value
    .map(({ type }) => String(type).split('/').slice(-2).join('/'))
    .map((type) => type.replace(/^Microsoft\./i, ''))
    .toSorted();
}

const leanedOn = [
  'KeyVault/vaults',
  'OperationalInsights/workspaces',
  'Storage/storageAccounts',
  'insights/components',
];
const whole = [...leanedOn, 'MachineLearningServices/workspaces'].toSorted();

async function madeFor(workspaceId: string): Promise<{ role: string; armId: string }[]> {
  const { rows } = await system.database.pool.query<{ role: string; armId: string }>(
    `SELECT role, arm_id AS "armId" FROM made_dependency WHERE workspace_id = $1 ORDER BY role`,
    [workspaceId],
  );
  return rows;
}

const observed = async (workspaceId: string): Promise<Record<string, unknown>> => {
  const { rows } = await system.database.pool.query<{ observed: Record<string, unknown> }>(
    'SELECT observed FROM resource WHERE id = $1',
    [workspaceId],
  );
  return rows[0]?.observed ?? {};
};

const fault = (name: string, parameters: object, match: object, times: number | string = 1) =>
  system.control('faults', { name, parameters, match, times });

describe('a workspace with nothing more', () => {
  it('is made with what it leans on, each a step, tagged as the workspace is', async () => {
    const group = await newGroup();
    const { operationId, resourceId } = await newWorkspace(group, {
      costTags: [{ key: 'project', value: 'course' }],
    });
    await succeeded(operationId);
    expect((await system.story(operationId)).steps).toEqual([
      'check name: SUCCEEDED',
      'make storage account: SUCCEEDED',
      'make key vault: SUCCEEDED',
      'make Log Analytics workspace: SUCCEEDED',
      'make Application Insights: SUCCEEDED',
      'make container registry: SKIPPED',
      'put workspace: SUCCEEDED',
      'await workspace: SUCCEEDED',
      'verify workspace: SUCCEEDED',
    ]);
    expect(await standingIn(group)).toEqual(whole);
    const made = await madeFor(resourceId);
    const byRole = Object.fromEntries(made.map(({ role, armId }) => [role, armId]));
    expect(await observed(resourceId)).toMatchObject({
      storageAccountId: byRole['STORAGE'],
      keyVaultId: byRole['KEY_VAULT'],
      applicationInsightsId: byRole['APPLICATION_INSIGHTS'],
      containerRegistryId: null,
    });
    for (const { armId } of made)
      expect(await system.arm.get(armId)).toMatchObject({
        location: 'eastus',
        tags: { project: 'course', costCenter: 'cc-1', 'armature-operation': operationId },
      });
  });

  it('has a registry where that is asked for, and no Application Insights where that is not', async () => {
    const group = await newGroup();
    const { operationId } = await newWorkspace(group, {
      applicationInsights: 'NONE',
      containerRegistry: 'CREATE',
    });
    await succeeded(operationId);
    expect(await standingIn(group)).toEqual([
      'ContainerRegistry/registries',
      'KeyVault/vaults',
      'MachineLearningServices/workspaces',
      'Storage/storageAccounts',
    ]);
  });

  it('reaches its storage by its identity where keys are forbidden', async () => {
    const group = await newGroup();
    const { operationId, resourceId } = await newWorkspace(group, {
      datastoreAccess: 'IDENTITY',
      applicationInsights: 'NONE',
    });
    await succeeded(operationId);
    const { storageAccountId } = await observed(resourceId);
    expect(await system.arm.get(String(storageAccountId))).toMatchObject({
      properties: { allowSharedKeyAccess: false },
    });
    const workspace = `${group.armId}/providers/Microsoft.MachineLearningServices/workspaces/course`;
    expect(await system.arm.get(workspace)).toMatchObject({
      properties: { systemDatastoresAuthMode: 'identity' },
    });
  });

  it('makes nothing where all of it is named', async () => {
    const group = await newGroup();
    const first = await newWorkspace(group);
    await succeeded(first.operationId);
    const { storageAccountId, keyVaultId, applicationInsightsId } = await observed(
      first.resourceId,
    );
    const second = await newWorkspace(group, {
      name: 'second',
      storageAccountId,
      keyVaultId,
      applicationInsightsId,
    });
    await succeeded(second.operationId);
    expect(await madeFor(second.resourceId)).toEqual([]);
  });

  it('takes another name where somebody else in the world has it', async () => {
    const group = await newGroup();
    await fault(
      'FailsWith',
      { code: 'StorageAccountAlreadyTaken', when: 'request' },
      { method: 'PUT', pathPattern: `${group.armId}/.*storageAccounts` },
    );
    await fault(
      'FailsWith',
      { code: 'VaultAlreadyExists', when: 'request' },
      { method: 'PUT', pathPattern: `${group.armId}/.*vaults` },
      2,
    );
    const { operationId, resourceId } = await newWorkspace(group);
    await succeeded(operationId);
    const names = (await madeFor(resourceId)).map(({ armId }) => armId.split('/').at(-1));
    const of = (role: 'STORAGE' | 'KEY_VAULT', tries: number) =>
      dependencyName(role, { workspace: 'course', operationId, tries });
    expect(names).toEqual(expect.arrayContaining([of('STORAGE', 1), of('KEY_VAULT', 2)]));
    expect(await standingIn(group)).toEqual(whole);
  });

  it('goes on from what stands where it is retried', async () => {
    const group = await newGroup();
    await fault(
      'FailsWith',
      { code: 'RequestDisallowedByPolicy', when: 'request' },
      { method: 'PUT', pathPattern: `${group.armId}/.*MachineLearningServices/workspaces` },
    );
    const { operationId } = await newWorkspace(group);
    expect(await ended(operationId)).toMatchObject({ status: 'FAILED' });
    const again = await askOf(retryOperation, system.submit, system.context, operationId);
    expect(again.ok).toBe(true);
    await succeeded(operationId);
    expect(await standingIn(group)).toEqual(whole);
  });
});

describe('a cancel', () => {
  it('takes all of it away again, and the same names can be used once more', async () => {
    const group = await newGroup();
    const workspaces = `${group.armId}/.*MachineLearningServices/workspaces`;
    await fault('NeverFinishes', {}, { method: 'PUT', pathPattern: workspaces });
    const { operationId, resourceId } = await newWorkspace(group);
    await vi.waitFor(
      async () =>
        expect((await system.story(operationId)).steps).toContain('await workspace: WAITING'),
      { timeout: 20_000, interval: 50 },
    );
    const made = await madeFor(resourceId);
    expect(made).toHaveLength(4);
    const canceled = await askOf(cancelOperation, system.submit, system.context, operationId);
    expect(canceled.ok).toBe(true);
    const story = await ended(operationId);
    expect(story).toMatchObject({ status: 'CANCELED', gone: true });
    expect(story.steps.slice(9)).toEqual([
      'remove workspace: SUCCEEDED',
      'await removal: SUCCEEDED',
      'remove container registry: SKIPPED',
      'remove Application Insights: SUCCEEDED',
      'remove Log Analytics workspace: SUCCEEDED',
      'remove key vault: SUCCEEDED',
      'remove storage account: SUCCEEDED',
    ]);
    expect(await standingIn(group)).toEqual([]);
    expect(await madeFor(resourceId)).toEqual([]);
    const vault = made
      .find(({ role }) => role === 'KEY_VAULT')
      ?.armId.split('/')
      .at(-1);
    const deleted = `/subscriptions/${system.azure.subscriptionId}/providers/Microsoft.KeyVault/locations/eastus/deletedVaults/${vault}`;
    expect(await system.arm.get(deleted)).toBeUndefined();
    const again = await newWorkspace(group);
    await succeeded(again.operationId);
    expect(await standingIn(group)).toEqual(whole);
  });
});

describe('a vault that may not be purged', () => {
  /** As policies do. */
  async function protect(workspaceId: string): Promise<string> {
    const { armId = '' } =
      (await madeFor(workspaceId)).find(({ role }) => role === 'KEY_VAULT') ?? {};
    const { location, tags, properties } = (await system.arm.get(armId)) ?? {};
    const guarded = { ...(properties as object), enablePurgeProtection: true };
    await system.arm.put(armId, { location, tags, properties: guarded });
    return armId.split('/').at(-1) ?? '';
  }
  const deletedVault = (name: string) =>
    system.arm.get(
      `/subscriptions/${system.azure.subscriptionId}/providers/Microsoft.KeyVault/locations/eastus/deletedVaults/${name}`,
    );

  it('stays deleted after a cancel, which tells until when, and ends', async () => {
    const group = await newGroup();
    const workspaces = `${group.armId}/.*MachineLearningServices/workspaces`;
    await fault('NeverFinishes', {}, { method: 'PUT', pathPattern: workspaces });
    const { operationId, resourceId } = await newWorkspace(group);
    await vi.waitFor(
      async () =>
        expect((await system.story(operationId)).steps).toContain('await workspace: WAITING'),
      { timeout: 20_000, interval: 50 },
    );
    const vault = await protect(resourceId);
    await askOf(cancelOperation, system.submit, system.context, operationId);
    const { status, steps, messages } = await ended(operationId);
    expect(status).toBe('CANCELED');
    expect(messages[steps.indexOf('remove key vault: SUCCEEDED')]).toMatch(
      new RegExp(`^Azure keeps the deleted key vault ${vault} until 20.*Z: it is protected from`),
    );
    expect(await deletedVault(vault)).toBeDefined();
    expect(await standingIn(group)).toEqual([]);
    const again = await newWorkspace(group);
    await succeeded(again.operationId);
  });

  it('stays deleted where Azure refuses to purge it, and the deletion says so', async () => {
    const group = await newGroup();
    const { operationId, resourceId } = await newWorkspace(group);
    await succeeded(operationId);
    const match = { method: 'POST', pathPattern: '.*/deletedVaults/.*/purge' };
    await fault('FailsWith', { code: 'AuthorizationFailed', when: 'request' }, match);
    const deletion = await system.ask(deleteWorkspace, {
      workspaceId: resourceId,
      confirmName: 'course',
      purge: true,
      deleteDependencies: true,
    });
    await succeeded(deletion.operationId);
    const { steps, messages } = await system.story(deletion.operationId);
    expect(messages[steps.indexOf('delete key vault: SUCCEEDED')]).toMatch(
      /: it refuses to purge it: AuthorizationFailed$/,
    );
  });
});

describe('a deletion', () => {
  const remove = (workspaceId: string, more: object) =>
    system.ask(deleteWorkspace, { workspaceId, confirmName: 'course', ...more });

  it('leaves what was made for it, unless it is asked to take that too', async () => {
    const group = await newGroup();
    const { operationId, resourceId } = await newWorkspace(group);
    await succeeded(operationId);
    await succeeded((await remove(resourceId, { purge: true })).operationId);
    expect(await standingIn(group)).toEqual(leanedOn);
    const second = await newWorkspace(group);
    await succeeded(second.operationId);
    const deletion = await remove(second.resourceId, { purge: true, deleteDependencies: true });
    await succeeded(deletion.operationId);
    expect(await madeFor(second.resourceId)).toEqual([]);
    expect(await standingIn(group)).toEqual(leanedOn);
    expect(await madeFor(resourceId)).toHaveLength(4);
  });

  it('that fails at a dependency goes on there when it is retried, though the workspace is gone', async () => {
    const group = await newGroup();
    const { operationId, resourceId } = await newWorkspace(group);
    await succeeded(operationId);
    const match = { method: 'DELETE', pathPattern: `${group.armId}/.*storageAccounts` };
    await fault('FailsWith', { code: 'BadRequest', when: 'request', statusCode: 400 }, match);
    const deletion = await remove(resourceId, { purge: true, deleteDependencies: true });
    expect(await ended(deletion.operationId)).toMatchObject({ status: 'FAILED', gone: true });
    expect(await standingIn(group)).toEqual(['Storage/storageAccounts']);
    const again = await askOf(retryOperation, system.submit, system.context, deletion.operationId);
    expect(again.ok).toBe(true);
    await succeeded(deletion.operationId);
    expect(await standingIn(group)).toEqual([]);
    expect(await madeFor(resourceId)).toEqual([]);
    expect(await system.story(deletion.operationId)).toMatchObject({ gone: true });
  });

  it('that is retried leaves what a workspace leans on that was made anew under the same name', async () => {
    const group = await newGroup();
    const { operationId, resourceId } = await newWorkspace(group, { applicationInsights: 'NONE' });
    await succeeded(operationId);
    const { storageAccountId } = await observed(resourceId);
    const match = { method: 'DELETE', pathPattern: `${group.armId}/.*storageAccounts` };
    await fault('FailsWith', { code: 'BadRequest', when: 'request', statusCode: 400 }, match);
    const deletion = await remove(resourceId, { purge: true, deleteDependencies: true });
    expect(await ended(deletion.operationId)).toMatchObject({ status: 'FAILED', gone: true });
    const vault = `${group.armId}/providers/Microsoft.KeyVault/vaults/anew-${randomUUID().slice(0, 8)}`;
    const sku = { family: 'A', name: 'standard' };
    await system.arm.put(vault, {
      location: 'eastus',
      properties: { tenantId: randomUUID(), sku },
    });
    const anew = `${group.armId}/providers/Microsoft.MachineLearningServices/workspaces/course`;
    await system.arm.put(anew, {
      location: 'eastus',
      properties: { keyVault: vault, storageAccount: storageAccountId },
    });
    await askOf(retryOperation, system.submit, system.context, deletion.operationId);
    await succeeded(deletion.operationId);
    const { messages } = await system.story(deletion.operationId);
    expect(messages.at(-1)).toMatch(/workspaces\/course leans on it$/);
    expect(await system.arm.get(String(storageAccountId))).toBeDefined();
  });

  it('takes only what nobody else leans on, ours or not', async () => {
    const group = await newGroup();
    const { operationId, resourceId } = await newWorkspace(group);
    await succeeded(operationId);
    const { storageAccountId, keyVaultId, applicationInsightsId } = await observed(resourceId);
    const ours = await newWorkspace(group, {
      name: 'ours',
      storageAccountId,
      applicationInsights: 'NONE',
    });
    await succeeded(ours.operationId);
    const theirs = `${group.armId}/providers/Microsoft.MachineLearningServices/workspaces/theirs`;
    await system.arm.put(theirs, {
      location: 'eastus',
      properties: { keyVault: keyVaultId, storageAccount: storageAccountId },
    });
    const deletion = await remove(resourceId, { deleteDependencies: true });
    await succeeded(deletion.operationId);
    const story = await system.story(deletion.operationId);
    expect(story.steps).toEqual([
      'delete workspace: SUCCEEDED',
      'await deletion: SUCCEEDED',
      'delete container registry: SKIPPED',
      'delete Application Insights: SUCCEEDED',
      'delete Log Analytics workspace: SUCCEEDED',
      'delete key vault: SKIPPED',
      'delete storage account: SKIPPED',
    ]);
    expect(story.messages[5]).toMatch(/theirs leans on it$/);
    expect(story.messages[6]).toMatch(/ours leans on it$/);
    expect(await system.arm.get(String(storageAccountId))).toBeDefined();
    expect(await system.arm.get(String(applicationInsightsId))).toBeUndefined();
  });

  it('leaves what somebody made anew under the same name', async () => {
    const group = await newGroup();
    const { operationId, resourceId } = await newWorkspace(group, { applicationInsights: 'NONE' });
    await succeeded(operationId);
    const { storageAccountId } = await observed(resourceId);
    await system.arm.put(String(storageAccountId), {
      location: 'eastus',
      kind: 'StorageV2',
      sku: { name: 'Standard_LRS' },
      tags: { owner: 'somebody' },
    });
    await succeeded((await remove(resourceId, { deleteDependencies: true })).operationId);
    expect(await system.arm.get(String(storageAccountId))).toBeDefined();
  });

  it('of the group takes what was made in it, unasked', async () => {
    const group = await newGroup();
    const { operationId } = await newWorkspace(group);
    await succeeded(operationId);
    const deletion = await system.ask(deleteResourceGroup, {
      resourceGroupId: group.id,
      confirmName: group.armId.split('/').at(-1),
    });
    await succeeded(deletion.operationId);
  });
});
