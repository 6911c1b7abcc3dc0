import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createComputeInstance } from '#libs/kinds/compute-instances';
import { createResourceGroup } from '#libs/kinds/resource-groups';
import { createWorkspace } from '#libs/kinds/workspaces';
import { computeArmId, resourceGroupId, workspaceArmId } from '#libs/kernel';
import type { ArmPort } from '#libs/operations';
import { startApi, type ApiUnderTest } from '../../support/api.js';
import { at } from '../../support/gateway.js';
import { globalId } from '../../support/instance-api.js';
import { startSimulatedSystem, type SimulatedSystem } from '../../support/simulated-system.js';

let system: SimulatedSystem;
let api: ApiUnderTest;
let arm: ArmPort;
let workspaceId: string;
let workspace: string;

const patience = { timeout: 60_000, interval: 200 };

const ended = (operationId: string, status: string): Promise<void> =>
  vi.waitFor(
    async () => expect(await system.story(operationId)).toMatchObject({ status }),
    patience,
  );

beforeAll(async () => {
  system = await startSimulatedSystem({ clockRate: 30 });
  api = await startApi(system.database);
  arm = system.arm;
  const group = resourceGroupId(system.azure.subscriptionId, 'rg');
  workspace = workspaceArmId(group, 'ws-one');
  const { teamId } = system;
  const made = await system.ask(createResourceGroup, { name: 'rg', location: 'eastus', teamId });
  await ended(made.operationId, 'SUCCEEDED');
  const asked = await system.ask(createWorkspace, {
    resourceGroupId: made.resourceId,
    name: 'ws-one',
    storageAccountId: `${group}/providers/Microsoft.Storage/storageAccounts/one`,
    keyVaultId: `${group}/providers/Microsoft.KeyVault/vaults/one`,
    applicationInsights: 'NONE',
  });
  await ended(asked.operationId, 'SUCCEEDED');
  workspaceId = asked.resourceId;
});
afterAll(async () => {
  await api?.close();
  await system?.stop();
});

async function givenInstance(name: string, more: object = {}, status = 'SUCCEEDED') {
  const { operationId, resourceId } = await system.ask(createComputeInstance, {
    workspaceId,
    name,
    vmSize: 'STANDARD_DS3_V2',
    ...more,
  });
  await ended(operationId, status);
  return { id: resourceId, operationId, computeId: computeArmId(workspace, name) };
}

interface Found {
  code: string;
  message: string;
  evidence: Record<string, unknown>;
}

async function diagnose({ id }: { id: string }): Promise<Found[]> {
  const { data, errors } = await api.graphql(
    api.adminKey,
    `query ($id: ID!) { node(id: $id) { ... on ComputeInstance { diagnostics { code message remedy evidence } } } }`,
    { id: globalId('ComputeInstance', id) },
  );
  expect(errors).toBeUndefined();
  return (data as unknown as { node: { diagnostics: Found[] } }).node.diagnostics;
}

const codes = async (instance: { id: string }): Promise<string> =>
  (await diagnose(instance)).map(({ code }) => code).join();
const showing = (instance: { id: string }) => expect.poll(() => codes(instance), patience);

describe('the diagnosis of a compute instance', () => {
  it('finds nothing while all is well, then that its machine is unusable', async () => {
    const instance = await givenInstance('ci-well');
    expect(await diagnose(instance)).toEqual([]);
    await system.control('instances', { action: 'break', computeId: instance.computeId });
    await showing(instance).toBe('INSTANCE_UNUSABLE');
    const [found] = await diagnose(instance);
    expect(found?.evidence).toMatchObject({
      state: 'Unusable',
      errors: [{ code: 'UnusableNode' }],
    });
  });

  it('tells what a setup script printed', async () => {
    const creationScript = { source: { text: 'echo no such package\nexit 3' } };
    const instance = await givenInstance(
      'ci-setup',
      { setupScripts: { creationScript } },
      'FAILED',
    );
    await showing(instance).toBe('SETUP_FAILED');
    const [found] = await diagnose(instance);
    expect(found).toMatchObject({
      message: expect.stringContaining('A setup script failed: no such package') as string,
      evidence: { state: 'UserSetupFailed', scripts: { creation: true, startup: false } },
    });
  });

  it('gives one advice for what nobody knows, on operation, step, instance and diagnosis', async () => {
    const parameters = { code: 'SomethingNew', message: 'in new words', when: 'operation' };
    await system.control('faults', {
      name: 'FailsWith',
      parameters,
      match: {
        method: 'PUT',
        pathPattern: 'ci-new',
      },
    });
    const { id, operationId } = await givenInstance('ci-new', {}, 'FAILED');
    const advice = 'code message retry remedy';
    const { data } = await api.graphql(
      api.adminKey,
      `query ($id: ID!, $operationId: ID!) {
        operation(id: $operationId) { error { ${advice} } steps { error { ${advice} } } }
        node(id: $id) { ... on ComputeInstance { provisioningErrors { ${advice} } diagnostics { remedy } } } }`,
      { id: globalId('ComputeInstance', id), operationId: globalId('Operation', operationId) },
    );
    const { error, steps } = at(data).operation!;
    expect(error).toMatchObject({ code: 'SomethingNew', remedy: expect.any(String) as string });
    expect(steps).toContainEqual({ error });
    expect(at(data).node).toEqual({
      provisioningErrors: [error],
      diagnostics: [{ remedy: error!.remedy }],
    });
  });

  it("tells quota's numbers where there was no room for it", async () => {
    const limits = { families: { standardDSv2Family: 0 } };
    const { subscriptionId } = system.azure;
    await system.control('quotas', { subscriptionId, location: 'eastus', limits });
    const instance = await givenInstance('ci-quota', {}, 'FAILED');
    await expect
      .poll(async () => {
        const found = await diagnose(instance);
        return found.map(({ code, evidence }) => [code, evidence['quotas']]);
      }, patience)
      .toMatchObject([['QUOTA_EXCEEDED', [{ of: 'FAMILY', limit: 0 }, { of: 'REGION' }]]]);
  });

  it('notices another idle time than was asked', async () => {
    const instance = await givenInstance('ci-idle', {
      vmSize: 'STANDARD_D3_V2',
      idleTimeBeforeShutdown: 'PT30M',
    });
    await arm.post(instance.computeId, 'updateIdleShutdownSetting', {
      idleTimeBeforeShutdown: 'PT3H',
    });
    await showing(instance).toBe('SETTINGS_DIFFER');
    const [found] = await diagnose(instance);
    expect(found?.evidence['differing']).toEqual([
      { field: 'idleTimeBeforeShutdown', asked: 'PT30M', found: 'PT3H' },
    ]);
  });
});
