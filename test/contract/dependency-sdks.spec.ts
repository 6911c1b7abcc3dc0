import type { ApplicationInsightsManagementClient } from '@azure/arm-appinsights';
import type { ContainerRegistryManagementClient } from '@azure/arm-containerregistry';
import type { KeyVaultManagementClient } from '@azure/arm-keyvault';
import type { OperationalInsightsManagementClient } from '@azure/arm-operationalinsights';
import type { StorageManagementClient } from '@azure/arm-storage';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tenantId } from '../../apps/azure-simulator/src/identity/tokens.js';
import { resourceGroupId } from '#libs/kernel';
import { describeWith } from '../support/public-tools.js';
import { type SimulatedAzure, startSimulatedAzure } from './support/simulated-azure.js';

const group = 'leaned-on';
const otherSubscription = 'b2d8f5d6-7c1e-4a3b-9f60-1d2c3b4a5e6f';
const location = 'eastus';
const poll = { updateIntervalInMs: 20 };
const version = '2024-07-01';

const packages = [
  '@azure/arm-appinsights',
  '@azure/arm-containerregistry',
  '@azure/arm-keyvault',
  '@azure/arm-operationalinsights',
  '@azure/arm-storage',
];

async function namesOf(pages: AsyncIterable<{ name?: string }>): Promise<(string | undefined)[]> {
  const names: (string | undefined)[] = [];
  for await (const { name } of pages) names.push(name);
  return names;
}

describeWith({ packages }, 'the public SDKs of what workspaces lean on', () => {
  let azure: SimulatedAzure;
  let storage: StorageManagementClient;
  let storageElsewhere: StorageManagementClient;
  let vaults: KeyVaultManagementClient;
  let insights: ApplicationInsightsManagementClient;
  let logs: OperationalInsightsManagementClient;
  let registries: ContainerRegistryManagementClient;

  beforeAll(async () => {
    azure = await startSimulatedAzure({ clockRate: 500 }, [otherSubscription]);
    const { credential, subscriptionId, endpoint } = azure;
    const options = {
      endpoint,
      credentials: { scopes: ['https://management.azure.com/.default'] },
    };
    const sdks = {
      ...(await import('@azure/arm-storage')),
      ...(await import('@azure/arm-keyvault')),
      ...(await import('@azure/arm-appinsights')),
      ...(await import('@azure/arm-operationalinsights')),
      ...(await import('@azure/arm-containerregistry')),
    };
    storage = new sdks.StorageManagementClient(credential, subscriptionId, options);
    storageElsewhere = new sdks.StorageManagementClient(credential, otherSubscription, options);
    vaults = new sdks.KeyVaultManagementClient(credential, subscriptionId, options);
    insights = new sdks.ApplicationInsightsManagementClient(credential, subscriptionId, {
      baseUri: endpoint,
    });
    logs = new sdks.OperationalInsightsManagementClient(credential, subscriptionId, options);
    registries = new sdks.ContainerRegistryManagementClient(credential, subscriptionId, options);
    for (const subscription of [subscriptionId, otherSubscription])
      await azure.send('PUT', `${resourceGroupId(subscription, group)}?api-version=${version}`, {
        location,
      });
  });
  afterAll(() => azure?.stop());

  it('make a storage account, whose name is then taken in the whole world', async () => {
    const wanted = { location, kind: 'StorageV2', sku: { name: 'Standard_LRS' }, tags: { a: 'b' } };
    const { storageAccounts } = storage;
    const asked = { name: 'leanedon1', type: 'Microsoft.Storage/storageAccounts' } as const;
    expect(await storageAccounts.checkNameAvailability(asked)).toMatchObject({
      nameAvailable: true,
    });
    const created = await storageAccounts.create(group, 'leanedon1', wanted, poll);
    expect(created).toMatchObject({ name: 'leanedon1', tags: { a: 'b' } });
    expect(created.provisioningState).toBe('Succeeded');
    expect(await namesOf(storageAccounts.listByResourceGroup(group))).toEqual(['leanedon1']);
    expect(await namesOf(storageAccounts.list())).toEqual(['leanedon1']);
    await storageAccounts.update(group, 'leanedon1', { allowSharedKeyAccess: false });
    expect(await storageAccounts.getProperties(group, 'leanedon1')).toMatchObject({
      allowSharedKeyAccess: false,
      kind: 'StorageV2',
    });
    const elsewhere = storageElsewhere.storageAccounts;
    expect(await elsewhere.checkNameAvailability(asked)).toMatchObject({
      nameAvailable: false,
      reason: 'AlreadyExists',
    });
    await expect(elsewhere.create(group, 'leanedon1', wanted, poll)).rejects.toMatchObject({
      code: 'StorageAccountAlreadyTaken',
      statusCode: 409,
    });
    await storageAccounts.delete(group, 'leanedon1');
    await expect(storageAccounts.getProperties(group, 'leanedon1')).rejects.toMatchObject({
      statusCode: 404,
    });
    expect(await elsewhere.create(group, 'leanedon1', wanted, poll)).toMatchObject({
      provisioningState: 'Succeeded',
    });
  });

  it('refuse names that a service does not take', async () => {
    const type = 'Microsoft.Storage/storageAccounts' as const;
    expect(
      await storage.storageAccounts.checkNameAvailability({ name: 'Not-Good', type }),
    ).toMatchObject({ nameAvailable: false, reason: 'AccountNameInvalid' });
    const wanted = { location, properties: { tenantId, sku: { family: 'A', name: 'standard' } } };
    await expect(
      vaults.vaults.createOrUpdate(group, 'two--hyphens', wanted as never, poll),
    ).rejects.toMatchObject({ code: 'VaultNameNotValid' });
    await expect(
      registries.registries.create(group, 'a-b-c', { location, sku: { name: 'Basic' } }, poll),
    ).rejects.toMatchObject({ code: 'InvalidResourceName' });
  });

  it('make a vault, which keeps its name once deleted until it is recovered or purged', async () => {
    const vault = (createMode?: 'recover') =>
      ({
        location,
        properties: {
          tenantId,
          sku: { family: 'A', name: 'standard' },
          accessPolicies: [],
          ...(createMode && { createMode }),
        },
      }) as const;
    const make = (mode?: 'recover') =>
      vaults.vaults.createOrUpdate(group, 'leaned-on-1', vault(mode) as never, poll);
    await expect(make('recover')).rejects.toMatchObject({ code: 'SoftDeletedVaultDoesNotExist' });
    expect(await make()).toMatchObject({ name: 'leaned-on-1' });
    expect(await vaults.vaults.get(group, 'leaned-on-1')).toMatchObject({
      properties: { provisioningState: 'Succeeded', enableSoftDelete: true },
    });
    await vaults.vaults.delete(group, 'leaned-on-1');
    expect(await namesOf(vaults.vaults.listByResourceGroup(group))).toEqual([]);
    expect(await namesOf(vaults.vaults.listDeleted())).toEqual(['leaned-on-1']);
    await expect(make()).rejects.toMatchObject({ code: 'ConflictError', statusCode: 409 });
    await make('recover');
    await vaults.vaults.delete(group, 'leaned-on-1');
    await vaults.vaults.purgeDeleted('leaned-on-1', location, poll);
    await expect(vaults.vaults.getDeleted('leaned-on-1', location)).rejects.toMatchObject({
      statusCode: 404,
    });
    await make();
    const asked = { name: 'leaned-on-1', type: 'Microsoft.KeyVault/vaults' as const };
    expect(await vaults.vaults.checkNameAvailability(asked)).toMatchObject({
      nameAvailable: false,
      reason: 'AlreadyExists',
    });
  });

  it('make Application Insights with its Log Analytics workspace', async () => {
    const made = await logs.workspaces.createOrUpdate(group, 'leaned-logs', { location }, poll);
    expect(await logs.workspaces.get(group, 'leaned-logs')).toMatchObject({
      provisioningState: 'Succeeded',
      customerId: expect.any(String) as string,
    });
    const component = {
      location,
      kind: 'web',
      applicationType: 'web',
      workspaceResourceId: String(made.id),
    } as const;
    const created = await insights.components.createOrUpdate(group, 'leaned-insights', component);
    expect(created).toMatchObject({ name: 'leaned-insights', provisioningState: 'Succeeded' });
    expect(created.connectionString).toContain(created.instrumentationKey);
    await insights.components.deleteMethod(group, 'leaned-insights');
    await expect(insights.components.get(group, 'leaned-insights')).rejects.toMatchObject({
      statusCode: 404,
    });
  });

  it('bring a Log Analytics workspace back by the same PUT, but not after force', async () => {
    const make = () => logs.workspaces.createOrUpdate(group, 'kept-logs', { location }, poll);
    const { customerId } = await make();
    await logs.workspaces.delete(group, 'kept-logs', poll);
    expect(await namesOf(logs.deletedWorkspaces.listByResourceGroup(group))).toEqual(['kept-logs']);
    expect((await make()).customerId).toBe(customerId);
    await logs.workspaces.delete(group, 'kept-logs', { ...poll, force: true });
    expect(await namesOf(logs.deletedWorkspaces.list())).toEqual([]);
    expect((await make()).customerId).not.toBe(customerId);
  });

  it('make and delete a registry', async () => {
    const wanted = { location, sku: { name: 'Basic' } };
    const created = await registries.registries.create(group, 'leanedon', wanted, poll);
    expect(created).toMatchObject({ loginServer: 'leanedon.azurecr.io' });
    expect(created.provisioningState).toBe('Succeeded');
    const asked = { name: 'leanedon', type: 'Microsoft.ContainerRegistry/registries' as const };
    expect(await registries.registries.checkNameAvailability(asked)).toMatchObject({
      nameAvailable: false,
    });
    await registries.registries.delete(group, 'leanedon', poll);
    expect(await namesOf(registries.registries.listByResourceGroup(group))).toEqual([]);
  });
});
