import { createComputeCluster } from '#libs/kinds/compute-clusters';
import { createComputeInstance } from '#libs/kinds/compute-instances';
import { createResourceGroup } from '#libs/kinds/resource-groups';
import { createWorkspace } from '#libs/kinds/workspaces';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startSimulatedSystem, type SimulatedSystem } from '../support/simulated-system.js';
import { ask } from '../support/ask.js';

let system: SimulatedSystem;
beforeAll(async () => {
  system = await startSimulatedSystem({ clockRate: 60 });
});
afterAll(() => system?.stop());

const succeeded = (operationId: string): Promise<void> =>
  vi.waitFor(
    async () => expect(await system.story(operationId)).toMatchObject({ status: 'SUCCEEDED' }),
    { timeout: 60_000, interval: 200 },
  );

const sizesAreKnown = (): Promise<void> =>
  vi.waitFor(
    async () => {
      const text = `SELECT 1 FROM azure_reading WHERE what = 'vm-sizes' AND location = 'eastus' AND body IS NOT NULL`;
      expect((await system.database.pool.query(text)).rowCount).toBe(1);
    },
    { timeout: 30_000, interval: 200 },
  );

it('what a region has not is refused at once, from the first compute of its first workspace on', async () => {
  const { teamId, azure } = system;
  const group = await system.ask(createResourceGroup, { name: 'g', location: 'East US', teamId });
  await succeeded(group.operationId);
  const providers = `/subscriptions/${azure.subscriptionId}/resourceGroups/g/providers`;
  const workspace = await system.ask(createWorkspace, {
    resourceGroupId: group.resourceId,
    name: 'ws-one',
    storageAccountId: `${providers}/Microsoft.Storage/storageAccounts/one`,
    keyVaultId: `${providers}/Microsoft.KeyVault/vaults/one`,
    applicationInsights: 'NONE',
  });
  await succeeded(workspace.operationId);
  await sizesAreKnown();
  const asked = (vmSize: string) => ({ workspaceId: workspace.resourceId, name: 'one', vmSize });
  const cluster = (vmSize: string) =>
    ask(createComputeCluster, system.submit, system.context, {
      ...asked(vmSize),
      scale: { maxNodeCount: 1 },
    });
  expect(await cluster('Standard_NC6s_v4')).toMatchObject({
    ok: false,
    error: [
      {
        code: 'SIZE_NOT_SUPPORTED',
        field: ['input', 'vmSize'],
        message: expect.stringContaining('Standard_NC6s_v3') as string,
      },
    ],
  });
  expect(
    await ask(createComputeInstance, system.submit, system.context, {
      ...asked('Standard_ND96amsr_A100_v4'),
    }),
  ).toMatchObject({ ok: false, error: [{ code: 'SIZE_NOT_SUPPORTED' }] });
  expect(await cluster('standard_nc6S_V3')).toMatchObject({ ok: true });
});
