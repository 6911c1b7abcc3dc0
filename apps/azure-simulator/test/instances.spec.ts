import { describe, expect, it } from 'vitest';
import { createInstance, instance, readInstance, stateOf } from './support/instance-session.js';
import {
  at,
  cluster,
  compute,
  createCluster,
  group,
  names,
  startWithWorkspace,
  workspace,
} from './support/session.js';

const user = {
  objectId: '8f1c6c54-2f5a-4b1e-9d3c-0a4f0c6f2b11',
  tenantId: '72f988bf-86f1-41af-91ab-2d7cd011db47',
};
const assigned = { personalComputeInstanceSettings: { assignedUser: user } };
const subnet = {
  id: '/subscriptions/s/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/v/subnets/s',
};

describe('compute instances', () => {
  it('come by 201 with Azure-AsyncOperation, Creating until they run', async () => {
    const session = await startWithWorkspace();
    const created = await session.call(
      'PUT',
      compute('ci-one'),
      instance({}, { tags: { a: '1' } }),
    );
    expect(created).toMatchObject({
      status: 201,
      body: {
        name: 'ci-one',
        location: 'eastus',
        tags: { a: '1' },
        properties: {
          computeType: 'ComputeInstance',
          provisioningState: 'Creating',
          properties: { state: 'Creating', lastOperation: { operationStatus: 'InProgress' } },
        },
      },
    });
    expect(created.headers).not.toHaveProperty('location');
    const poll = String(created.headers['azure-asyncoperation']);
    expect(at((await session.call('GET', poll)).body, 'status')).toBe('InProgress');
    session.pass(90);
    expect(at((await session.call('GET', poll)).body, 'status')).toBe('Succeeded');
    expect((await session.call('GET', compute('ci-one'))).body).toMatchObject({
      properties: { provisioningState: 'Succeeded', properties: { state: 'Running' } },
    });
  });

  it('have the defaults of the documents, applications, addresses and who made them', async () => {
    const session = await startWithWorkspace();
    await createInstance(session);
    expect(await readInstance(session)).toMatchObject({
      vmSize: 'STANDARD_DS3_V2',
      applicationSharingPolicy: 'Shared',
      sshSettings: { sshPublicAccess: 'Disabled', adminUserName: 'azureuser' },
      computeInstanceAuthorizationType: 'personal',
      personalComputeInstanceSettings: null,
      enableOSPatching: false,
      enableRootAccess: true,
      enableSSO: true,
      releaseQuotaOnStop: false,
      enableNodePublicIp: true,
      schedules: { computeStartStop: [] },
      errors: [],
      lastOperation: {
        operationName: 'Create',
        operationStatus: 'Succeeded',
        operationTrigger: 'User',
      },
      createdBy: { userId: expect.any(String) as string, userOrgId: user.tenantId },
      connectivityEndpoints: {
        publicIpAddress: expect.stringMatching(/^20\./) as string,
        privateIpAddress: expect.stringMatching(/^10\./) as string,
      },
      applications: [
        {
          displayName: 'Jupyter',
          endpointUri: 'https://ci-one.eastus.instances.azureml.ms/tree/',
        },
        { displayName: 'Jupyter Lab' },
      ],
      osImageMetadata: { isLatestOsImageVersion: true },
    });
  });

  it('have what they were asked for', async () => {
    const session = await startWithWorkspace();
    await createInstance(session, {
      ...assigned,
      subnet,
      enableNodePublicIp: false,
      idleTimeBeforeShutdown: 'PT30M',
      customServices: [{ name: 'rstudio', endpoints: [{ target: 8787, published: 4444 }] }],
    });
    expect(await readInstance(session)).toMatchObject({
      ...assigned,
      subnet,
      idleTimeBeforeShutdown: 'PT30M',
      connectivityEndpoints: { publicIpAddress: null },
    });
    expect(at(await readInstance(session), 'applications.2')).toEqual({
      displayName: 'rstudio',
      endpointUri: 'https://ci-one-4444.eastus.instances.azureml.ms/',
    });
    const ssh = { sshPublicAccess: 'Enabled', adminPublicKey: 'ssh-rsa AAAA' };
    await createInstance(session, { sshSettings: ssh }, {}, 'ci-ssh');
    expect(at(await readInstance(session, 'ci-ssh'), 'sshSettings')).toEqual({
      ...ssh,
      adminUserName: 'azureuser',
      sshPort: 50_000,
    });
  });

  it.each([
    ['an unknown size', { vmSize: 'Standard_X9' }],
    ['a size that is for clusters only', { vmSize: 'Standard_ND96amsr_A100_v4' }],
    ['low priority', { vmPriority: 'LowPriority' }],
    [
      'half an assigned user',
      { personalComputeInstanceSettings: { assignedUser: { objectId: user.objectId } } },
    ],
    [
      'an assigned user with SSH',
      { ...assigned, sshSettings: { sshPublicAccess: 'Enabled', adminPublicKey: 'ssh-rsa AAAA' } },
    ],
    ['SSH without a key', { sshSettings: { sshPublicAccess: 'Enabled' } }],
    ['an idle time below 15 minutes', { idleTimeBeforeShutdown: 'PT14M' }],
    ['an idle time above 3 days', { idleTimeBeforeShutdown: 'P4D' }],
    ['an idle time that is no duration', { idleTimeBeforeShutdown: '30' }],
  ])('are refused with %s', async (_what, properties) => {
    const { call } = await startWithWorkspace();
    expect((await call('PUT', compute('ci-one'), instance(properties))).status).toBe(400);
    expect((await call('GET', compute('ci-one'))).status).toBe(404);
  });

  it('are in the region of their workspace', async () => {
    const { call } = await startWithWorkspace();
    const elsewhere = instance() as { properties: object };
    const body = {
      ...elsewhere,
      properties: { ...elsewhere.properties, computeLocation: 'westus2' },
    };
    expect((await call('PUT', compute('ci-one'), body)).body).toMatchObject({
      error: { code: 'BadRequest', target: 'properties.computeLocation' },
    });
    expect(
      at(
        (await call('PUT', compute('ci-one'), instance({}, { location: 'westus2' }))).body,
        'error.target',
      ),
    ).toBe('location');
  });

  it.each(['1ab', 'ab', 'a-1', 'a'.repeat(25), 'a_b'])('are not called %s', async (name) => {
    const { call } = await startWithWorkspace();
    expect((await call('PUT', compute(name), instance())).status).toBe(400);
  });

  it('share their names with all computes of the region', async () => {
    const session = await startWithWorkspace();
    const other = `${group}/providers/Microsoft.MachineLearningServices/workspaces/other`;
    await session.call('PUT', other, { location: 'eastus' });
    await createCluster(session, 'cpu');
    await createInstance(session);
    for (const [name, body] of [
      ['CPU', instance()],
      ['ci-one', instance()],
      ['ci-one', cluster()],
    ] as const)
      expect(
        at((await session.call('PUT', `${other}/computes/${name}`, body)).body, 'error.target'),
      ).toBe('name');
  });

  it('do not become another type of compute, nor the other way round', async () => {
    const session = await startWithWorkspace();
    await createCluster(session, 'cpu');
    await createInstance(session);
    const wrong = [
      await session.call('PUT', compute('cpu'), instance()),
      await session.call('PUT', compute('ci-one'), cluster()),
    ];
    for (const { body } of wrong) expect(at(body, 'error.target')).toBe('properties.computeType');
  });

  it('are listed beside clusters, and read whatever the case of their name', async () => {
    const session = await startWithWorkspace();
    await createCluster(session, 'cpu');
    await createInstance(session);
    const list = (await session.call('GET', `${workspace}/computes`)).body;
    expect(names(list)).toEqual(['cpu', 'ci-one']);
    expect((await session.call('GET', compute('CI-ONE'))).status).toBe(200);
  });

  it('take tags, identity, schedules and idle time by PUT, and keep what cannot change', async () => {
    const session = await startWithWorkspace();
    await createInstance(session, { releaseQuotaOnStop: true }, { tags: { a: '1' } });
    const cron = { expression: '0 18 * * *', timeZone: 'UTC' };
    const schedules = {
      computeStartStop: [{ action: 'Stop', triggerType: 'Cron', status: 'Enabled', cron }],
    };
    const identity = { type: 'SystemAssigned' };
    const idle = { idleTimeBeforeShutdown: 'PT1H' };
    const body = instance({ schedules, ...idle }, { tags: { b: '2' }, identity });
    expect((await session.call('PUT', compute('ci-one'), body)).body).toMatchObject({
      properties: { provisioningState: 'Updating', properties: { state: 'Running' } },
    });
    session.pass(10);
    const read = (await session.call('GET', compute('ci-one'))).body;
    expect(read).toMatchObject({
      tags: { b: '2' },
      identity,
      properties: {
        provisioningState: 'Succeeded',
        properties: {
          ...idle,
          releaseQuotaOnStop: true,
          schedules: {
            computeStartStop: [{ action: 'Stop', cron, provisioningStatus: 'Completed' }],
          },
        },
      },
    });
    expect((await session.call('PUT', compute('ci-one'), read)).status).toBe(200);
    session.pass(10);
    await session.call('PUT', compute('ci-one'), instance());
    const left = (await session.call('GET', compute('ci-one'))).body;
    expect(left).toMatchObject({
      tags: null,
      properties: { properties: { releaseQuotaOnStop: true, schedules: { computeStartStop: [] } } },
    });
    expect(left).not.toHaveProperty('identity');
    expect(at(left, 'properties.properties')).not.toHaveProperty('idleTimeBeforeShutdown');
  });

  it('say by their provisioningState that a change failed, and the next one mends it', async () => {
    const session = await startWithWorkspace();
    await createInstance(session);
    await session.control('POST', 'faults', {
      name: 'FailsWith',
      match: { method: 'PUT' },
      parameters: { code: 'InternalServerError', when: 'operation' },
    });
    for (const expected of ['Failed', 'Succeeded']) {
      await session.call('PUT', compute('ci-one'), instance({}, { tags: { a: '1' } }));
      session.pass(10);
      expect((await session.call('GET', compute('ci-one'))).body).toMatchObject({
        properties: { provisioningState: expected, properties: { state: 'Running' } },
      });
    }
  });

  it('are CreateFailed where there is no capacity', async () => {
    const session = await startWithWorkspace();
    await session.control('POST', 'faults', {
      name: 'FailsWith',
      parameters: { code: 'AllocationFailed' },
    });
    await createInstance(session);
    expect(await readInstance(session)).toMatchObject({
      state: 'CreateFailed',
      errors: [{ error: { details: [{ code: 'AllocationFailed' }] } }],
    });
  });

  it.each([
    ['vmSize', { vmSize: 'Standard_DS4_v2' }],
    ['subnet', { subnet }],
    ['sshSettings', { sshSettings: { sshPublicAccess: 'Enabled', adminPublicKey: 'k' } }],
    ['personalComputeInstanceSettings', assigned],
    ['applicationSharingPolicy', { applicationSharingPolicy: 'Personal' }],
    ['enableNodePublicIp', { enableNodePublicIp: false }],
  ])('refuse another %s by PUT', async (name, change) => {
    const session = await startWithWorkspace();
    await createInstance(session);
    expect(await session.call('PUT', compute('ci-one'), instance(change))).toMatchObject({
      status: 400,
      body: {
        error: { code: 'PropertyChangeNotAllowed', target: `properties.properties.${name}` },
      },
    });
  });

  it('answer a repeated PUT with 200 while they come', async () => {
    const { call } = await startWithWorkspace();
    await call('PUT', compute('ci-one'), instance());
    expect(await call('PUT', compute('ci-one'), instance())).toMatchObject({
      status: 200,
      body: { properties: { provisioningState: 'Creating' } },
    });
  });

  it('refuse both kinds of identity at once', async () => {
    const { call } = await startWithWorkspace();
    const id =
      '/subscriptions/s/resourceGroups/i/providers/Microsoft.ManagedIdentity/userAssignedIdentities/u';
    const identity = {
      type: 'SystemAssigned,UserAssigned',
      userAssignedIdentities: { [id]: {} },
    };
    const refused = await call('PUT', compute('ci-one'), instance({}, { identity }));
    expect(at(refused.body, 'error.target')).toBe('identity.type');
  });

  it('have no idle time where the api-version knows none', async () => {
    const session = await startWithWorkspace();
    const body = instance({ idleTimeBeforeShutdown: 'PT30M' });
    await session.call('PUT', compute('ci-one'), body, { version: '2024-10-01' });
    expect(await readInstance(session)).not.toHaveProperty('idleTimeBeforeShutdown');
    session.pass(90);
    await session.call('PUT', compute('ci-one'), body);
    session.pass(10);
    const older = await session.call('PUT', compute('ci-one'), instance(), {
      version: '2024-10-01',
    });
    expect(at(older.body, 'properties.properties')).not.toHaveProperty('idleTimeBeforeShutdown');
    expect(await readInstance(session)).toMatchObject({ idleTimeBeforeShutdown: 'PT30M' });
  });

  it('leave by 202 with both poll headers, from any state, and free their name', async () => {
    const session = await startWithWorkspace();
    const path = `${compute('ci-one')}?underlyingResourceAction=`;
    const created = await session.call('PUT', compute('ci-one'), instance());
    expect((await session.call('DELETE', `${path}Detach`)).status).toBe(400);
    const deleted = await session.call('DELETE', `${path}Delete`);
    expect(deleted.status).toBe(202);
    expect(Object.keys(deleted.headers)).toEqual(
      expect.arrayContaining(['azure-asyncoperation', 'location']),
    );
    expect(
      at(
        (await session.call('GET', String(created.headers['azure-asyncoperation']))).body,
        'status',
      ),
    ).toBe('Canceled');
    expect(await stateOf(session)).toBe('Deleting');
    expect((await session.call('PUT', compute('ci-one'), instance())).status).toBe(409);
    session.pass(40);
    expect((await session.call('GET', compute('ci-one'))).status).toBe(404);
    expect((await session.call('DELETE', `${path}Delete`)).status).toBe(204);
    expect((await session.call('PUT', compute('ci-one'), instance())).status).toBe(201);
  });

  it('go with their workspace, and with its group', async () => {
    const session = await startWithWorkspace();
    await createInstance(session);
    await session.call('DELETE', `${workspace}?forceToPurge=true`);
    session.pass(60);
    await session.call('PUT', workspace, { location: 'eastus' });
    session.pass(60);
    expect((await session.call('GET', compute('ci-one'))).status).toBe(404);
    await createInstance(session);
    await session.call('DELETE', group);
    session.pass(60);
    expect((await session.call('GET', group)).status).toBe(404);
    await session.call('PUT', group, { location: 'eastus' });
    await session.call('PUT', workspace, { location: 'eastus' });
    session.pass(60);
    expect(names((await session.call('GET', `${workspace}/computes`)).body)).toEqual([]);
  });

  it('refuse what only clusters have, in the words of Machine Learning', async () => {
    const session = await startWithWorkspace();
    await createInstance(session);
    const wrong = [
      await session.call('POST', `${compute('ci-one')}/listNodes`),
      await session.call('PATCH', compute('ci-one'), {}),
      await session.call('POST', `${compute('ci-one')}/listKeys`),
    ];
    expect(wrong.map(({ body }) => at(body, 'error.message'))).toEqual([
      'ComputeListNodes with computeType ComputeInstance is not supported.',
      'ComputeUpdate with computeType ComputeInstance is not supported.',
      'ComputeListKeys with computeType ComputeInstance is not supported.',
    ]);
  });
});
