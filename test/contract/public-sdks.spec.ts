import type { AzureMachineLearningWorkspaces, ComputeInstance } from '@azure/arm-machinelearning';
import type { ResourceManagementClient } from '@azure/arm-resources';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../support/public-tools.js';
import { type SimulatedAzure, startSimulatedAzure } from './support/simulated-azure.js';

const group = 'sdk';
const workspace = 'ws-sdk';

/** Without Retry-After; with it the SDKs wait for as long as it says, here a second. */
const poll = { updateIntervalInMs: 20 };

async function namesOf(pages: AsyncIterable<{ name?: string }>): Promise<(string | undefined)[]> {
  const names: (string | undefined)[] = [];
  for await (const { name } of pages) names.push(name);
  return names;
}

const packages = ['@azure/arm-machinelearning', '@azure/arm-resources'];

/** Some hours pass on the simulated clock in a test: a schedule must not stop by itself what the test starts. */
const hourFarFromNow = (): number => (new Date().getUTCHours() + 12) % 24;

describeWith({ packages }, 'the public SDKs, unchanged, against the simulator', () => {
  let azure: SimulatedAzure;
  let resources: ResourceManagementClient;
  let learning: AzureMachineLearningWorkspaces;

  beforeAll(async () => {
    azure = await startSimulatedAzure({ clockRate: 500 });
    const { credential, subscriptionId, endpoint } = azure;
    const sdks = {
      ...(await import('@azure/arm-resources')),
      ...(await import('@azure/arm-machinelearning')),
    };
    resources = new sdks.ResourceManagementClient(credential, subscriptionId, { endpoint });
    learning = new sdks.AzureMachineLearningWorkspaces(credential, subscriptionId, {
      endpoint,
      credentialScopes: 'https://management.azure.com/.default',
    });
  });
  afterAll(() => azure?.stop());

  const associated = (type: string) =>
    `/subscriptions/${azure.subscriptionId}/resourceGroups/${group}/providers/${type}/sdk`;

  it('create, list and update a resource group', async () => {
    expect(await resources.resourceGroups.checkExistence(group)).toMatchObject({ body: false });
    const created = await resources.resourceGroups.createOrUpdate(group, { location: 'eastus' });
    expect(created).toMatchObject({ name: group, properties: { provisioningState: 'Succeeded' } });
    expect(await namesOf(resources.resourceGroups.list())).toEqual([group]);
    await resources.resourceGroups.update(group, { tags: { owner: 'sdk' } });
    expect(await resources.resourceGroups.get(group)).toMatchObject({ tags: { owner: 'sdk' } });
    expect(await resources.resourceGroups.checkExistence(group)).toMatchObject({ body: true });
  });

  it('create, list and update a workspace', async () => {
    const created = await learning.workspaces.beginCreateOrUpdateAndWait(
      group,
      workspace,
      {
        location: 'eastus',
        identity: { type: 'SystemAssigned' },
        keyVault: associated('Microsoft.KeyVault/vaults'),
        storageAccount: associated('Microsoft.Storage/storageAccounts'),
        applicationInsights: associated('Microsoft.Insights/components'),
      },
      poll,
    );
    expect(created).toMatchObject({ name: workspace, provisioningState: 'Succeeded' });
    expect(await namesOf(learning.workspaces.listByResourceGroup(group))).toEqual([workspace]);
    await learning.workspaces.beginUpdateAndWait(group, workspace, { friendlyName: 'mine' }, poll);
    expect(await learning.workspaces.get(group, workspace)).toMatchObject({ friendlyName: 'mine' });
  });

  it('create, list, update and delete a cluster', async () => {
    const { computeOperations } = learning;
    const created = await computeOperations.beginCreateOrUpdateAndWait(
      group,
      workspace,
      'cpu',
      {
        location: 'eastus',
        properties: {
          computeType: 'AmlCompute',
          properties: {
            vmSize: 'STANDARD_D3_V2',
            vmPriority: 'Dedicated',
            scaleSettings: {
              minNodeCount: 0,
              maxNodeCount: 1,
              nodeIdleTimeBeforeScaleDown: 'PT2M',
            },
          },
        },
      },
      poll,
    );
    expect(created).toMatchObject({
      name: 'cpu',
      properties: { computeType: 'AmlCompute', provisioningState: 'Succeeded' },
    });
    expect(await namesOf(computeOperations.list(group, workspace))).toEqual(['cpu']);
    const scaleSettings = { minNodeCount: 0, maxNodeCount: 3 };
    const changed = { properties: { scaleSettings } };
    await computeOperations.beginUpdateAndWait(group, workspace, 'cpu', changed, poll);
    expect(await computeOperations.get(group, workspace, 'cpu')).toMatchObject({
      properties: { properties: { scaleSettings: { maxNodeCount: 3 } } },
    });
    await computeOperations.beginDeleteAndWait(group, workspace, 'cpu', 'Delete', poll);
    await expect(computeOperations.get(group, workspace, 'cpu')).rejects.toMatchObject({
      statusCode: 404,
    });
  });

  it('create, stop, start, restart, list and delete a compute instance', async () => {
    const { computeOperations } = learning;
    const created = await computeOperations.beginCreateOrUpdateAndWait(
      group,
      workspace,
      'ci-sdk',
      {
        location: 'eastus',
        properties: {
          computeType: 'ComputeInstance',
          properties: {
            vmSize: 'STANDARD_DS3_V2',
            applicationSharingPolicy: 'Personal',
            sshSettings: { sshPublicAccess: 'Disabled' },
            setupScripts: {
              scripts: {
                startupScript: {
                  scriptSource: 'inline',
                  scriptData: Buffer.from('echo hello').toString('base64'),
                },
              },
            },
            schedules: {
              computeStartStop: [
                {
                  action: 'Stop',
                  status: 'Enabled',
                  triggerType: 'Cron',
                  cron: {
                    triggerType: 'Cron',
                    expression: `0 ${hourFarFromNow()} * * *`,
                    timeZone: 'UTC',
                  },
                },
              ],
            },
          },
        },
      },
      poll,
    );
    expect(created).toMatchObject({
      name: 'ci-sdk',
      properties: { computeType: 'ComputeInstance', provisioningState: 'Succeeded' },
    });
    expect(await namesOf(computeOperations.list(group, workspace))).toEqual(['ci-sdk']);
    const state = async (): Promise<unknown> => {
      const { properties } = await computeOperations.get(group, workspace, 'ci-sdk');
      return (properties as ComputeInstance).properties?.state;
    };
    await computeOperations.beginStopAndWait(group, workspace, 'ci-sdk', poll);
    expect(await state()).toBe('Stopped');
    await computeOperations.beginStartAndWait(group, workspace, 'ci-sdk', poll);
    expect(await state()).toBe('Running');
    await computeOperations.beginRestartAndWait(group, workspace, 'ci-sdk', poll);
    expect(await state()).toBe('Running');
    await expect(
      computeOperations.beginStartAndWait(group, workspace, 'ci-sdk', poll),
    ).rejects.toMatchObject({ code: 'StartComputeInstanceOnlyAllowedInStoppedState' });
    await computeOperations.beginDeleteAndWait(group, workspace, 'ci-sdk', 'Delete', poll);
    await expect(computeOperations.get(group, workspace, 'ci-sdk')).rejects.toMatchObject({
      statusCode: 404,
    });
  });

  it('delete the workspace and the resource group', async () => {
    await learning.workspaces.beginDeleteAndWait(group, workspace, poll);
    await expect(learning.workspaces.get(group, workspace)).rejects.toMatchObject({
      statusCode: 404,
    });
    await resources.resourceGroups.delete(group, poll);
    expect(await resources.resourceGroups.checkExistence(group)).toMatchObject({ body: false });
  });
});
