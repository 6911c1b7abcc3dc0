import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Loose } from '../../support/gateway.js';
import { instanceScene, type InstanceScene } from '../../support/instance-scene.js';

const patience = { timeout: 60_000, interval: 200 };
const publicKey = `ssh-ed25519 ${Buffer.concat([
  Buffer.from([0, 0, 0, 11]),
  Buffer.from('ssh-ed25519'),
  Buffer.from([0, 0, 0, 32]),
  Buffer.alloc(32, 7),
]).toString('base64')}`;

const setting = `action status trigger { __typename
  ... on CronTrigger { expression timeZone startTime }
  ... on RecurrenceTrigger { frequency interval timeZone startTime hours minutes weekDays monthDays } }`;
const script = '{ text path arguments timeout }';

const everything = `query ($id: ID!) { node(id: $id) { ... on ComputeInstance {
  id name armId etag location description provisioningState rawProvisioningState managed goneAt
  provisioningErrors { code } costTags { key value source } createdAt createdBy { displayName } observedAt
  workspace { id name } team { name }
  vmSize state rawState assignedUser { objectId tenantId } subnetId enableNodePublicIp
  publicIpAddress privateIpAddress ssh { enabled host port adminUsername publicKey }
  identity { type principalId userAssignedIdentityIds defaultIdentity }
  schedules { configured { ${setting} } effective { ${setting} } provisioningStatus nextFireTimes }
  idleTimeBeforeShutdown idleShutdown { configured effective }
  setupScripts { creationScript ${script} startupScript ${script} }
  lastOperation { name status rawStatus trigger at }
  applications { name url }
  customApplications { name image targetPort publishedPort environment { name value } mounts { source target readOnly } }
  allowedResizeSizes { name family vCpus }
  diagnostics { code message remedy evidence }
  operations(first: 5) { nodes { kind status } }
} } }`;

let scene: InstanceScene;

beforeAll(async () => {
  scene = await instanceScene({ clockRate: 60 });
}, 60_000);
afterAll(() => scene?.stop());

const see = async (id: string): Promise<Loose> => (await scene.ask(everything, { id })).node!;

const create = (name: string, input: object): Promise<Loose> =>
  scene.perform('createComputeInstance', {
    workspaceId: scene.workspaceId,
    name,
    vmSize: 'Standard_DS11_v2',
    ...input,
  });

const evening = {
  action: 'STOP',
  trigger: { cron: { expression: '0 18 * * *', timeZone: 'Europe/Berlin' } },
};
const morning = {
  action: 'START',
  trigger: {
    recurrence: {
      frequency: 'WEEK',
      timeZone: 'Europe/Berlin',
      hours: [8],
      minutes: [30],
      weekDays: ['TUESDAY', 'MONDAY'],
    },
  },
};

/** The clock of Berlin and its day, as a person there reads them. */
const inBerlin = (time: unknown): string =>
  new Date(String(time)).toLocaleString('en-GB', {
    timeZone: 'Europe/Berlin',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });

describe('a compute instance through GraphQL', { timeout: 90_000 }, () => {
  let id: string;

  it('is made with everything, and every field tells of it', async () => {
    const { operation, compute, warnings } = await create('ada-box', {
      description: "Ada's machine",
      ssh: { publicKey },
      identity: { type: 'SYSTEM_ASSIGNED' },
      idleTimeBeforeShutdown: 'PT30M',
      schedules: [evening, morning],
      setupScripts: {
        creationScript: {
          source: { text: 'git clone https://github.com/Azure/azureml-examples' },
          arguments: '--depth 1',
          timeout: 'PT25M',
        },
        startupScript: { source: { path: 'Users/ada/start.sh' } },
      },
      customApplications: [
        {
          name: 'rstudio',
          image: 'ghcr.io/azure/rocker-rstudio-ml-verse',
          targetPort: 8787,
          publishedPort: 8787,
          environment: [
            {
              name: 'COURSE',
              value: 'ml-101',
            },
          ],
          mounts: [
            {
              source: '/home/azureuser/cloudfiles',
              target: '/files',
              readOnly: true,
            },
          ],
        },
      ],
      costTags: [{ key: 'course', value: 'ml-101' }],
    });
    expect(operation).toMatchObject({ status: 'SUCCEEDED', error: null });
    expect(warnings).toEqual([
      {
        code: 'IDENTITY_NEEDS_CONTRIBUTOR',
        field: ['input', 'idleTimeBeforeShutdown'],
      },
      {
        code: 'STORED_AND_SHOWN',
        field: ['input', 'setupScripts', 'creationScript', 'arguments'],
      },
      {
        code: 'STORED_AND_SHOWN',
        field: ['input', 'customApplications', '0', 'environment'],
      },
    ]);
    id = compute!.id!;
    const found = await see(id);
    expect(found).toMatchObject({
      name: 'ada-box',
      location: 'eastus',
      description: "Ada's machine",
      managed: true,
      provisioningState: 'SUCCEEDED',
      rawProvisioningState: 'Succeeded',
      goneAt: null,
      state: 'RUNNING',
      rawState: 'Running',
      vmSize: 'Standard_DS11_v2',
      provisioningErrors: [],
      assignedUser: null,
      subnetId: null,
      diagnostics: [{ code: 'IDLE_SHUTDOWN_NEEDS_ROLE' }],
      workspace: {
        id: scene.workspaceId,
        name: 'course',
      },
      team: { name: 'course' },
      costTags: expect.arrayContaining([
        {
          key: 'course',
          value: 'ml-101',
          source: 'REQUEST',
        },
        {
          key: 'costCenter',
          value: 'CC-1',
          source: 'TEAM_DEFAULT',
        },
      ]) as object,
      ssh: {
        enabled: true,
        host: found.publicIpAddress,
        adminUsername: 'azureuser',
        publicKey,
      },
      identity: {
        type: 'SYSTEM_ASSIGNED',
        principalId: expect.any(String) as string,
      },
      idleTimeBeforeShutdown: 'PT30M',
      idleShutdown: {
        configured: 'PT30M',
        effective: 'PT30M',
      },
      setupScripts: {
        creationScript: {
          text: 'git clone https://github.com/Azure/azureml-examples',
          path: null,
          arguments: '--depth 1',
          timeout: 'PT25M',
        },
        startupScript: {
          text: null,
          path: 'Users/ada/start.sh',
          arguments: null,
          timeout: null,
        },
      },
      lastOperation: {
        name: 'CREATE',
        status: 'SUCCEEDED',
        trigger: 'USER',
      },
      customApplications: [
        {
          name: 'rstudio',
          targetPort: 8787,
          publishedPort: 8787,
          environment: [
            {
              name: 'COURSE',
              value: 'ml-101',
            },
          ],
          mounts: [
            {
              source: '/home/azureuser/cloudfiles',
              target: '/files',
              readOnly: true,
            },
          ],
        },
      ],
      operations: {
        nodes: [
          {
            kind: 'COMPUTE_INSTANCE_CREATE',
            status: 'SUCCEEDED',
          },
        ],
      },
    });
    expect(found.applications).toEqual(
      ['Jupyter', 'Jupyter Lab', 'rstudio'].map((name) => ({
        name,
        url: expect.stringMatching(/^https:\/\/ada-box.*eastus/) as string,
      })),
    );
  });

  it('shows each schedule as asked for, as Azure has it, and when it fires next', async () => {
    const { schedules } = await see(id);
    expect(schedules).toMatchObject([
      {
        configured: { action: 'STOP', trigger: { timeZone: 'Europe/Berlin' } },
        effective: { action: 'STOP', trigger: { timeZone: 'W. Europe Standard Time' } },
        provisioningStatus: 'COMPLETED',
      },
      {
        configured: { action: 'START', trigger: { weekDays: ['TUESDAY', 'MONDAY'] } },
        effective: {
          action: 'START',
          trigger: { __typename: 'RecurrenceTrigger', interval: 1, hours: [8], minutes: [30] },
        },
        provisioningStatus: 'COMPLETED',
      },
    ]);
    const [stops, starts] = schedules as unknown as { nextFireTimes: string[] }[];
    expect(stops?.nextFireTimes.map((time) => inBerlin(time).slice(-5))).toEqual(
      Array(3).fill('18:00'),
    );
    expect(starts?.nextFireTimes.map(inBerlin)).toHaveLength(3);
    for (const time of starts?.nextFireTimes.map(inBerlin) ?? [])
      expect(time).toMatch(/^(Mon|Tue),? 08:30$/);
  });

  it('tells live what sizes it could have, takes one of them, and says why not another', async () => {
    const sizes = (await see(id)).allowedResizeSizes as unknown as { name: string }[];
    expect(sizes).toContainEqual({
      name: 'Standard_DS3_v2',
      family: expect.any(String) as string,
      vCpus: 4,
    });
    const resized = await scene.perform(
      'resizeComputeInstance',
      { computeId: id, vmSize: 'Standard_DS3_v2' },
      'noop',
    );
    expect(resized).toMatchObject({ noop: false, operation: { status: 'SUCCEEDED' } });
    await forgetSizes();
    const nope = { computeId: id, vmSize: 'Standard_NOPE_v9' };
    expect(await scene.mutate('resizeComputeInstance', nope)).toMatchObject({
      operation: null,
      userErrors: [
        {
          code: 'SIZE_NOT_SUPPORTED',
          field: ['input', 'vmSize'],
          message: expect.stringContaining('Standard_DS3_v2') as string,
        },
      ],
    });
    // Where Azure does not say which sizes there are, the resize itself tells.
    await scene.system.control('faults', {
      name: 'ServiceUnavailable',
      times: 1,
      match: {
        method: 'POST',
        pathPattern: '/getAllowedVmSizesForResize$',
      },
    });
    const refused = await scene.perform('resizeComputeInstance', nope);
    expect(refused.operation).toMatchObject({
      status: 'FAILED',
      error: { remedy: expect.stringContaining('allowedResizeSizes') as string },
    });
    expect(await see(id)).toMatchObject({ vmSize: 'Standard_DS3_v2', state: 'RUNNING' });
  });

  it('takes other schedules and another idle time, also after a resize that failed', async () => {
    const sent = await scene.perform('updateComputeInstance', {
      computeId: id,
      schedules: [{ ...evening, status: 'DISABLED' }],
      idleTimeBeforeShutdown: 'PT1H30M',
    });
    expect(sent.operation).toMatchObject({ status: 'SUCCEEDED' });
    const found = await see(id);
    expect(found).toMatchObject({
      schedules: [
        {
          configured: { status: 'DISABLED' },
          effective: { status: 'DISABLED' },
          nextFireTimes: [],
        },
      ],
      idleShutdown: { configured: 'PT1H30M', effective: 'PT90M' },
      setupScripts: { startupScript: { path: 'Users/ada/start.sh' } },
    });
    const idle = await scene.perform('updateComputeInstance', {
      computeId: id,
      idleTimeBeforeShutdown: 'PT45M',
    });
    expect(idle.operation).toMatchObject({
      status: 'SUCCEEDED',
      steps: [
        { name: 'set schedules', status: 'SKIPPED', message: 'not asked for' },
        {
          name: 'set idle time',
          status: 'SUCCEEDED',
          message: 'by updateIdleShutdownSetting',
        },
        { name: 'put compute', status: 'SKIPPED' },
        {},
        {},
      ],
    });
  });

  it('stops, says that there is nothing to stop, refuses what does not go from there, and starts', async () => {
    const computeId = id;
    const stop = () => scene.perform('stopComputeInstance', { computeId }, 'noop');
    expect(await stop()).toMatchObject({ noop: false, operation: { status: 'SUCCEEDED' } });
    expect(await stop()).toMatchObject({
      noop: true,
      operation: {
        status: 'SUCCEEDED',
        steps: [{ status: 'SKIPPED', message: 'it is Stopped already: nothing was sent' }, {}, {}],
      },
    });
    expect((await scene.mutate('restartComputeInstance', { computeId })).userErrors).toEqual([
      {
        code: 'INVALID_STATE',
        message: 'It is STOPPED: restart is not allowed. Allowed now: start, resize.',
        field: ['input', 'computeId'],
      },
    ]);
    const started = await scene.perform('startComputeInstance', { computeId }, 'noop');
    expect(started).toMatchObject({ noop: false, operation: { status: 'SUCCEEDED' } });
    expect(await see(id)).toMatchObject({
      state: 'RUNNING',
      lastOperation: { name: 'START', trigger: 'USER' },
    });
  });
});

/** As where the list of the region was never read: then Azure is the first to refuse a size. */
const forgetSizes = () =>
  scene.system.database.pool.query(`DELETE FROM azure_reading WHERE what = 'vm-sizes'`);

describe('a size that Azure has, and not for instances', () => {
  it('fails the creation and says which ones to ask for', async () => {
    await forgetSizes();
    const { operation } = await create('big-box', {
      vmSize: 'Standard_F72s_v2',
      idleTimeBeforeShutdown: 'PT30M',
    });
    expect(operation).toMatchObject({
      status: 'FAILED',
      error: { remedy: expect.stringContaining('vmSizes') as string },
    });
  });
});

describe('what happens to an instance by itself', { timeout: 90_000 }, () => {
  it('a setup script that fails shows what it printed, in the operation and in diagnostics', async () => {
    const { operation, compute } = await create('bob-box', {
      idleTimeBeforeShutdown: 'PT30M',
      setupScripts: {
        creationScript: { source: { text: 'echo no such repository: azureml-exampels\nexit 3' } },
      },
    });
    expect(operation).toMatchObject({
      status: 'FAILED',
      error: {
        code: 'SETUP_FAILED',
        message: expect.stringContaining('no such repository: azureml-exampels') as string,
        remedy: expect.stringMatching(/script/) as string,
      },
    });
    const found = await see(compute!.id!);
    expect(found).toMatchObject({ state: 'USER_SETUP_FAILED', provisioningState: 'FAILED' });
    expect(found.diagnostics).toMatchObject([
      {
        code: 'SETUP_FAILED',
        message: expect.stringContaining('no such repository: azureml-exampels') as string,
      },
    ]);
  });

  it.each([
    ['its schedule', 'eve-box', { schedules: [evening] }, 24 * 3600, 'SCHEDULE'],
    ['idle shutdown', 'idle-box', { idleTimeBeforeShutdown: 'PT15M' }, 16 * 60, 'IDLE_SHUTDOWN'],
  ])(
    'a stop by %s shows after the sweep, and who did it',
    async (_, name, input, advanceSeconds, trigger) => {
      const { compute } = await create(name, input);
      const id = compute!.id!;
      expect(await see(id)).toMatchObject({
        state: 'RUNNING',
        ssh: { enabled: false, host: null, port: null, adminUsername: null, publicKey: null },
      });
      await scene.system.control('clock', { advanceSeconds });
      await scene.sweep();
      await expect
        .poll(async () => {
          const { state, lastOperation } = await see(id);
          return { state, ...(lastOperation as object) };
        }, patience)
        .toMatchObject({ state: 'STOPPED', name: 'STOP', status: 'SUCCEEDED', trigger });
    },
  );
});
