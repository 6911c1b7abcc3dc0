import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { computeArmId, resourceGroupId, workspaceArmId } from '#libs/kernel';
import { ArmError } from '#libs/operations';
import { compareSettings } from '#libs/resources';
import {
  changedComputeInstanceBody,
  computeInstanceSettings,
  computeInstanceBody,
  computeInstanceDesiredSchema,
  observeComputeInstance,
  type ComputeInstanceDesired,
} from '#libs/kinds/compute-instances';
import { specsFound, specsMissing } from './support/azure-specs.js';
import { isPoll, lroProblems } from './support/check-polls.js';
import { type ContractValidator, createContractValidator } from './support/contract-validator.js';

import { type SimulatedAzure, startSimulatedAzure } from './support/simulated-azure.js';

const suite = 'compute instances, held to the OpenAPI documents';
const succeeded = { state: 'Succeeded' };

describe.skipIf(!specsFound)(specsFound ? suite : `${suite}: ${specsMissing}`, () => {
  let azure: SimulatedAzure;
  let validator: ContractValidator;
  let checked = 0;
  const operations = new Set<string>();

  beforeAll(async () => {
    validator = await createContractValidator();
    azure = await startSimulatedAzure();
    await azure.client.put(groupId(), { location: 'eastus' });
    await azure.settled(azure.client.put(workspaceId(), { location: 'eastus', properties: {} }));
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

  const groupId = () => resourceGroupId(azure.subscriptionId, 'instances');
  const workspaceId = () => workspaceArmId(groupId(), 'ws-instances');
  const instanceId = (name = 'ci-contract') => computeArmId(workspaceId(), name);

  const inline = (text: string): object => ({
    scriptSource: 'inline',
    scriptData: Buffer.from(text).toString('base64'),
    scriptArguments: '--quiet',
    timeout: '25m',
  });
  const body = (properties: object = {}, envelope: object = {}) => ({
    location: 'eastus',
    tags: { costCenter: '42' },
    ...envelope,
    properties: {
      computeType: 'ComputeInstance',
      properties: { vmSize: 'STANDARD_DS3_V2', ...properties },
    },
  });
  const everything = () =>
    body(
      {
        applicationSharingPolicy: 'Personal',
        subnet: {
          id: `${groupId()}/providers/Microsoft.Network/virtualNetworks/net/subnets/jobs`,
        },
        sshSettings: { sshPublicAccess: 'Disabled' },
        computeInstanceAuthorizationType: 'personal',
        personalComputeInstanceSettings: {
          assignedUser: {
            objectId: '8f1c6c54-2f5a-4b1e-9d3c-0a4f0c6f2b11',
            tenantId: '72f988bf-86f1-41af-91ab-2d7cd011db47',
          },
        },
        autologgerSettings: { mlflowAutologger: 'Enabled' },
        enableNodePublicIp: true,
        enableOSPatching: true,
        enableRootAccess: false,
        enableSSO: true,
        releaseQuotaOnStop: true,
        idleTimeBeforeShutdown: 'PT30M',
        setupScripts: {
          scripts: { creationScript: inline('echo made'), startupScript: inline('echo up') },
        },
        schedules: {
          computeStartStop: [
            {
              action: 'Stop',
              status: 'Enabled',
              triggerType: 'Cron',
              cron: { expression: '0 18 * * *', timeZone: 'Pacific Standard Time' },
            },
            {
              action: 'Start',
              status: 'Disabled',
              triggerType: 'Recurrence',
              recurrence: {
                frequency: 'Week',
                interval: 1,
                timeZone: 'W. Europe Standard Time',
                startTime: '2026-01-01T00:00:00',
                schedule: { hours: [8], minutes: [0, 30], weekDays: ['Monday', 'Friday'] },
              },
            },
          ],
        },
        customServices: [
          {
            name: 'rstudio',
            image: { type: 'docker', reference: 'rocker/rstudio:latest' },
            docker: { privileged: true },
            endpoints: [{ protocol: 'http', name: 'connect', target: 8787, published: 4444 }],
          },
        ],
      },
      { identity: { type: 'SystemAssigned' } },
    );

  const refusal = async (work: Promise<unknown>): Promise<ArmError> => {
    const cause: unknown = await work.then(
      () => undefined,
      (error: unknown) => error,
    );
    if (cause instanceof ArmError) return cause;
    throw new Error(`not refused: ${String(cause)}`);
  };

  it('nothing there, create with everything, read, list', async () => {
    const { client, settled } = azure;
    expect(await client.get(instanceId())).toBeUndefined();
    const started = await client.put(instanceId(), everything());
    expect(started).toMatchObject({
      state: 'InProgress',
      handle: { style: 'azure-async-operation' },
    });
    expect(await settled(started)).toMatchObject(succeeded);
    expect(await client.get(instanceId())).toMatchObject({
      properties: { provisioningState: 'Succeeded', properties: { state: 'Running' } },
    });
    expect((await client.list(`${workspaceId()}/computes`)).value).toHaveLength(1);
  });

  it('with the least, and with SSH', async () => {
    const { client, settled } = azure;
    expect(await settled(client.put(instanceId('ci-least'), body()))).toMatchObject(succeeded);
    const ssh = { sshSettings: { sshPublicAccess: 'Enabled', adminPublicKey: 'ssh-rsa AAAA' } };
    expect(await settled(client.put(instanceId('ci-ssh'), body(ssh)))).toMatchObject(succeeded);
    await client.get(instanceId('ci-least'));
    await client.get(instanceId('ci-ssh'));
  });

  it('other schedules, tags and another identity by PUT', async () => {
    const { client, settled } = azure;
    const { properties, ...envelope } = everything();
    const schedules = { computeStartStop: [] };
    const changed = {
      ...envelope,
      tags: { costCenter: '43' },
      identity: { type: 'None' },
      properties: { ...properties, properties: { ...properties.properties, schedules } },
    };
    expect(await settled(client.put(instanceId(), changed))).toMatchObject(succeeded);
    expect(await client.get(instanceId())).toMatchObject({
      tags: { costCenter: '43' },
      properties: { properties: { schedules } },
    });
  });

  it.each(['stop', 'start', 'restart'])('%s, by an Azure-AsyncOperation', async (action) => {
    const { client, settled } = azure;
    const started = await client.post(instanceId(), action, undefined);
    expect(started).toMatchObject({
      state: 'InProgress',
      handle: { style: 'azure-async-operation' },
    });
    expect(await settled(started)).toMatchObject(succeeded);
  });

  it('resize, idle shutdown and custom services', async () => {
    const { client, settled } = azure;
    const sizes = await client.post(instanceId(), 'getAllowedVmSizesForResize', undefined);
    expect(sizes).toMatchObject(succeeded);
    const resized = client.post(instanceId(), 'resize', { targetVMSize: 'Standard_DS4_v2' });
    expect(await settled(resized)).toMatchObject(succeeded);
    expect(await client.get(instanceId())).toMatchObject({
      properties: { properties: { vmSize: 'STANDARD_DS4_V2' } },
    });
    const idle = { idleTimeBeforeShutdown: 'PT120M' };
    expect(await client.post(instanceId(), 'updateIdleShutdownSetting', idle)).toMatchObject(
      succeeded,
    );
    expect(await client.get(instanceId())).toMatchObject({ properties: { properties: idle } });
  });

  /** All that people can ask for. */
  const desired = (): ComputeInstanceDesired =>
    computeInstanceDesiredSchema.parse({
      location: 'eastus',
      description: 'Notebooks of one person',
      vmSize: 'Standard_DS3_v2',
      assignedUser: {
        objectId: '8f1c6c54-2f5a-4b1e-9d3c-0a4f0c6f2b11',
        tenantId: '72f988bf-86f1-41af-91ab-2d7cd011db47',
      },
      ssh: null,
      subnetId: `${groupId()}/providers/Microsoft.Network/virtualNetworks/net/subnets/jobs`,
      enableNodePublicIp: false,
      identity: { type: 'SYSTEM_ASSIGNED', userAssignedIdentityIds: [] },
      idleTimeBeforeShutdown: 'PT90M',
      schedules: [
        {
          action: 'STOP',
          status: 'ENABLED',
          trigger: {
            cron: { expression: '0 18 * * 1-5', timeZone: 'Europe/Berlin', startTime: null },
          },
        },
      ],
      setupScripts: {
        creationScript: { source: { text: 'echo hello' }, arguments: '-v', timeout: 'PT25M' },
        startupScript: { source: { path: 'Users/me/up.sh' }, arguments: null, timeout: null },
      },
      customApplications: [
        {
          name: 'rstudio',
          image: 'rocker/rstudio:latest',
          targetPort: 8787,
          publishedPort: 4444,
          environment: [{ name: 'LICENSE', value: 'none' }],
          mounts: [{ source: '/home/azureuser', target: '/home/me', readOnly: true }],
        },
      ],
    });

  it('what people ask for, sent and read back as it was asked, and changed', async () => {
    const { client, settled } = azure;
    const id = instanceId('ci-asked');
    const asked = desired();
    const created = client.put(id, computeInstanceBody(asked, 'eastus', { team: 'a' }));
    expect(await settled(created)).toMatchObject(succeeded);
    const read = await client.get(id);
    expect(
      read && compareSettings(computeInstanceSettings, asked, [], observeComputeInstance(read)),
    ).toEqual([]);
    const changed = { ...asked, schedules: [], idleTimeBeforeShutdown: null };
    const change = changedComputeInstanceBody(read ?? {}, changed, { team: 'b' }, [
      'schedules',
      'idleTimeBeforeShutdown',
      'costTags',
    ]);
    expect(await settled(client.put(id, change))).toMatchObject(succeeded);
    const after = await client.get(id);
    expect(
      after && compareSettings(computeInstanceSettings, changed, [], observeComputeInstance(after)),
    ).toEqual([]);
    expect(after).toMatchObject({ tags: { team: 'b' } });
  });

  it('a setup that fails, in the operation and in what is read', async () => {
    const { client, settled } = azure;
    const fails = { setupScripts: { scripts: { creationScript: inline('echo no\nexit 2') } } };
    const ended = await settled(client.put(instanceId('ci-fails'), body(fails)));
    expect(ended).toMatchObject({
      state: 'Failed',
      error: {
        code: 'SETUP_FAILED',
        message: expect.stringContaining('failed with error no') as string,
      },
    });
    expect(await client.get(instanceId('ci-fails'))).toMatchObject({
      properties: { provisioningState: 'Failed', properties: { state: 'UserSetupFailed' } },
    });
  });

  it('what Azure refuses', async () => {
    const { client } = azure;
    const wrong: [string, ReturnType<typeof body>][] = [
      ['ci-size', body({ vmSize: 'Standard_Nonsense_v9' })],
      ['ci-idle', body({ idleTimeBeforeShutdown: 'PT1M' })],
      ['CI-CONTRACT', body({ vmSize: 'Standard_NC6' })],
    ];
    for (const [name, asked] of wrong)
      expect((await refusal(client.put(instanceId(name), asked))).kind).toBe('refused');
    const started = await refusal(client.post(instanceId(), 'start', undefined));
    expect(started.error.code).toBe('InvalidInstanceState');
    await client.post(instanceId('ci-least'), 'stop', undefined);
    expect((await refusal(client.post(instanceId('ci-least'), 'stop', undefined))).error.code).toBe(
      'AnotherOperationInProgress',
    );
  });

  it('delete, and delete what is gone', async () => {
    const { client, settled } = azure;
    const query = { underlyingResourceAction: 'Delete' };
    expect(await settled(client.delete(instanceId(), query))).toMatchObject(succeeded);
    expect(await client.get(instanceId())).toBeUndefined();
    expect(await client.delete(instanceId(), query)).toMatchObject(succeeded);
  });

  it('was held to every operation of instances', () => {
    expect([...operations]).toEqual(expect.arrayContaining(usedOperations));
  });
});

/** Operation of the document, and the status it was answered with. */
const usedOperations = [
  'Compute_CreateOrUpdate 201',
  'Compute_CreateOrUpdate 200',
  'Compute_CreateOrUpdate 400',
  'Compute_Get 200',
  'Compute_Get 404',
  'Compute_List 200',
  'Compute_Start 202',
  'Compute_Start 400',
  'Compute_Stop 202',
  'Compute_Stop 409',
  'Compute_Restart 202',
  'Compute_Resize 202',
  'Compute_getAllowedResizeSizes 200',
  'Compute_UpdateIdleShutdownSetting 200',
  'Compute_Delete 202',
  'Compute_Delete 204',
];
