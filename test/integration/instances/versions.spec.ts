import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { at, type Loose } from '../../support/gateway.js';
import { instanceScene, type InstanceScene } from '../../support/instance-scene.js';

let scene: InstanceScene;
beforeAll(async () => {
  scene = await instanceScene({ clockRate: 200 });
}, 60_000);
afterAll(() => scene?.stop());
afterEach(async () => {
  await fetch(`${scene.system.azure.controlEndpoint}/faults`, { method: 'DELETE' });
});

const shown = `query ($id: ID!) { node(id: $id) { ... on ComputeInstance { state vmSize
  schedules { configured { action } effective { action trigger { ... on CronTrigger { expression timeZone } } } }
  idleTimeBeforeShutdown idleShutdown { configured effective } diagnostics { code } } } }`;
const see = async (id: string): Promise<Loose> => (await scene.ask(shown, { id })).node!;

const stopAt = (hour: number) => ({
  action: 'STOP',
  trigger: { cron: { expression: `0 ${hour} * * *`, timeZone: 'Europe/Berlin' } },
});
const effectiveAt = (hour: number) => ({
  schedules: expect.arrayContaining([
    expect.objectContaining({
      effective: {
        action: 'STOP',
        trigger: { expression: `0 ${hour} * * *`, timeZone: 'W. Europe Standard Time' },
      },
    }),
  ]) as unknown,
});

const create = async (name: string, input: object = {}): Promise<string> => {
  const made = await scene.perform('createComputeInstance', {
    workspaceId: scene.workspaceId,
    name,
    vmSize: 'Standard_DS11_v2',
    schedules: [stopAt(18)],
    idleTimeBeforeShutdown: 'P3D',
    ...input,
  });
  expect(made.operation, JSON.stringify(made)).toMatchObject({ status: 'SUCCEEDED' });
  return made.compute!.id!;
};

const update = async (computeId: string, input: object): Promise<Loose> =>
  (await scene.perform('updateComputeInstance', { computeId, ...input })).operation!;

const stepsOf = (operation: Loose): Record<string, { status: string; message: string | null }> =>
  Object.fromEntries(
    (
      operation as unknown as { steps: { name: string; status: string; message: string }[] }
    ).steps.map(({ name, ...step }) => [name, step]),
  );

const arm = (name: string, method: string, path: string, parameters: object): Promise<unknown> =>
  scene.system.control('faults', {
    name,
    times: 'always',
    parameters,
    match: {
      method,
      pathPattern: path,
    },
  });
/** It is taken and changes nothing. */
const keeps = (setting: string, method: string, path: string) =>
  arm('KeepsSetting', method, path, { setting });
const missing = (method: string, path: string, parameters: object = {}) =>
  arm('VersionNotServed', method, path, parameters);

describe('schedules of an instance that stands', () => {
  let id: string;
  beforeAll(async () => {
    id = await create('scheduled-box');
  }, 60_000);

  it('change by their own call where Azure ignores them in a PUT', async () => {
    await keeps('schedules', 'PUT', 'scheduled-box$');
    const operation = await update(id, { schedules: [stopAt(19)] });
    expect(operation).toMatchObject({ status: 'SUCCEEDED' });
    expect(stepsOf(operation)).toMatchObject({
      'set schedules': { status: 'SUCCEEDED', message: 'by updateSchedules' },
      'put compute': { status: 'SKIPPED' },
    });
    expect(await see(id)).toMatchObject(effectiveAt(19));
  });

  it('change by PUT where Azure takes the call and ignores it, and the step says so', async () => {
    await keeps('schedules', 'POST', 'scheduled-box/updateSchedules$');
    const operation = await update(id, { schedules: [stopAt(20)] });
    expect(operation).toMatchObject({ status: 'SUCCEEDED' });
    expect(stepsOf(operation)['put compute']).toEqual({
      status: 'SUCCEEDED',
      message: 'schedules by PUT: Azure took schedules before and did not change it',
      rawState: expect.anything() as unknown,
    });
    expect(await see(id)).toMatchObject(effectiveAt(20));
  });

  it('fail the update by their name where neither works, and what Azure has is shown', async () => {
    await keeps('schedules', 'POST', 'scheduled-box/updateSchedules$');
    await keeps('schedules', 'PUT', 'scheduled-box$');
    const operation = await update(id, { schedules: [stopAt(21)] });
    expect(operation).toMatchObject({
      status: 'FAILED',
      error: { code: 'FIELD_IGNORED_BY_AZURE', target: 'schedules' },
    });
    expect(await see(id)).toMatchObject(effectiveAt(20));
  });

  it('do not stand in the way of another idle time or of cost tags', async () => {
    await keeps('schedules', 'PUT', 'scheduled-box$');
    const costTags = ['costCenter', 'owner', 'environment'].map((key) => ({ key, value: 'b' }));
    const operation = await update(id, { idleTimeBeforeShutdown: 'PT2H', costTags });
    expect(operation).toMatchObject({ status: 'SUCCEEDED' });
    expect(await see(id)).toMatchObject({
      ...effectiveAt(20),
      idleShutdown: { configured: 'PT2H', effective: 'PT120M' },
    });
  });

  it('change by PUT where Azure has no such call', async () => {
    await missing('POST', 'scheduled-box/updateSchedules$');
    const operation = await update(id, { schedules: [stopAt(22)] });
    expect(operation).toMatchObject({ status: 'SUCCEEDED' });
    expect(stepsOf(operation)).toMatchObject({
      'set schedules': {
        status: 'SKIPPED',
        message: expect.stringMatching(
          /updateSchedules \(API_VERSION_NOT_SERVED.*by PUT/,
        ) as string,
      },
      'put compute': { status: 'SUCCEEDED', message: 'schedules by PUT' },
    });
    expect(await see(id)).toMatchObject(effectiveAt(22));
  });

  it('fail the update by their name where there is no call and a PUT is refused', async () => {
    await missing('POST', 'scheduled-box/updateSchedules$');
    await arm('FailsWith', 'PUT', 'scheduled-box$', {
      code: 'BadRequest',
      message: 'Schedule format is not valid.',
      when: 'request',
    });
    const operation = await update(id, { schedules: [stopAt(23)] });
    expect(operation).toMatchObject({
      status: 'FAILED',
      error: {
        code: 'BadRequest',
        target: 'schedules',
        message: 'schedules did not change: Schedule format is not valid.',
      },
    });
    expect(await see(id)).toMatchObject(effectiveAt(22));
  });
});

describe('the idle time of an instance that stands', () => {
  it('changes by its own call, else by PUT, and is taken away by PUT', async () => {
    const id = await create('idle-box');
    await keeps('idleTimeBeforeShutdown', 'PUT', 'idle-box$');
    const byCall = await update(id, { idleTimeBeforeShutdown: 'PT4H' });
    expect(stepsOf(byCall)['set idle time']).toMatchObject({
      message: 'by updateIdleShutdownSetting',
    });
    expect(await see(id)).toMatchObject({ idleShutdown: { effective: 'PT240M' } });
    await fetch(`${scene.system.azure.controlEndpoint}/faults`, { method: 'DELETE' });

    await missing('POST', 'idle-box/updateIdleShutdownSetting$', { answer: 'NotFoundWithoutBody' });
    const byPut = await update(id, { idleTimeBeforeShutdown: 'PT5H' });
    expect(byPut).toMatchObject({ status: 'SUCCEEDED' });
    expect(stepsOf(byPut)).toMatchObject({
      'set idle time': { status: 'SKIPPED' },
      'put compute': { message: 'idleTimeBeforeShutdown by PUT' },
    });
    expect(await see(id)).toMatchObject({ idleShutdown: { effective: 'PT300M' } });

    await keeps('idleTimeBeforeShutdown', 'PUT', 'idle-box$');
    expect(await update(id, { idleTimeBeforeShutdown: 'PT6H' })).toMatchObject({
      status: 'FAILED',
      error: { code: 'FIELD_IGNORED_BY_AZURE', target: 'idleTimeBeforeShutdown' },
    });
    expect(await see(id)).toMatchObject({ idleShutdown: { effective: 'PT300M' } });
  });
});

describe('a region that lacks versions', () => {
  const later = { versions: ['2025-12-01', '2025-10-01-preview'], location: 'eastus' };

  it('is asked at the next: an idle time that it does not tell is set by its call, and not taken for gone', async () => {
    await missing('PUT', '/computes/', later);
    await missing('GET', '/computes', later);
    const previews = { ...later, versions: ['2025-10-01-preview'] };
    await missing('POST', '/updateIdleShutdownSetting$', previews);
    const id = await create('old-box', { idleTimeBeforeShutdown: 'PT3H' });
    expect(await see(id)).toMatchObject({
      state: 'RUNNING',
      idleTimeBeforeShutdown: 'PT3H',
      idleShutdown: {
        configured: 'PT3H',
        effective: null,
      },
      diagnostics: [],
    });
    expect(await update(id, { schedules: [stopAt(7)] })).toMatchObject({ status: 'SUCCEEDED' });
    const removal = { computeId: id, removeIdleShutdown: true };
    expect(await scene.mutate('updateComputeInstance', removal)).toMatchObject({
      operation: null,
      userErrors: [{ code: 'API_VERSION_NOT_SERVED', field: ['input', 'removeIdleShutdown'] }],
    });
    const armId = `/subscriptions/${scene.system.azure.subscriptionId}/resourceGroups/rg/providers/Microsoft.MachineLearningServices/workspaces/course/computes/old-box`;
    await fetch(`${scene.system.azure.controlEndpoint}/faults`, { method: 'DELETE' });
    expect(await scene.readInAzure(armId)).toMatchObject({
      properties: { properties: { idleTimeBeforeShutdown: 'PT180M' } },
    });
  });
});

describe('an idle time that neither a call nor the version that is served can set', () => {
  it('keeps no instance without one from being created, and fails an update by its name', async () => {
    const later = { versions: ['2025-12-01', '2025-10-01-preview'] };
    await missing('PUT', '/computes/', later);
    await missing('GET', '/computes', later);
    // Not remembered, as it may be about one instance alone.
    await missing('POST', 'untold-box/updateIdleShutdownSetting$', { answer: 'MethodNotAllowed' });
    const id = await create('untold-box', { idleTimeBeforeShutdown: null });
    expect(await update(id, { idleTimeBeforeShutdown: 'PT2H' })).toMatchObject({
      status: 'FAILED',
      error: {
        code: 'API_VERSION_NOT_SERVED',
        target: 'idleTimeBeforeShutdown',
        message: expect.stringContaining('does not tell it') as string,
        remedy: expect.stringContaining('ARMATURE_AZURE_API_VERSIONS') as string,
      },
    });
    expect(await see(id)).toMatchObject({ idleTimeBeforeShutdown: null });
  });
});

describe('what no version has', () => {
  const bigger = 'Standard_DS12_v2';
  const resize = (computeId: string) =>
    scene.mutate('resizeComputeInstance', { computeId, vmSize: bigger });

  it('is said by the step where only trying tells', async () => {
    const id = await create('only-box');
    await missing('POST', 'only-box/resize$', { answer: 'InvalidResourceType' });
    const resized = await scene.perform('resizeComputeInstance', { computeId: id, vmSize: bigger });
    expect(resized.operation).toMatchObject({
      status: 'FAILED',
      error: {
        code: 'API_VERSION_NOT_SERVED',
        message: expect.stringContaining('2025-10-01-preview, 2024-10-01-preview') as string,
        remedy: expect.stringContaining('ARMATURE_AZURE_API_VERSIONS="computes/resize=') as string,
        target: 'computes/resize',
      },
    });
    expect(stepsOf(resized.operation!)['resize instance']).toMatchObject({ status: 'FAILED' });
  });

  it.each(['NotFoundWithoutBody', 'InvalidResourceType'])(
    'is refused at once, and nothing is begun: another size, and which sizes there are (%s)',
    async (answer) => {
      const name = `box-${answer.slice(0, 8).toLowerCase()}`;
      const id = await create(name);
      await missing('POST', `${name}/(resize|getAllowedVmSizesForResize)$`, { answer });
      expect(await resize(id)).toMatchObject({
        operation: null,
        compute: null,
        userErrors: [
          {
            code: 'API_VERSION_NOT_SERVED',
            field: ['input', 'vmSize'],
            message: expect.stringMatching(
              /2025-10-01-preview, 2024-10-01-preview.*ARMATURE_AZURE_API_VERSIONS="computes\/resize=/,
            ) as string,
          },
        ],
      });
      const { data, errors } = await scene.api.graphql(
        scene.api.adminKey,
        'query ($id: ID!) { node(id: $id) { ... on ComputeInstance { state allowedResizeSizes { name } } } }',
        { id },
      );
      expect(at(data)).toMatchObject({ node: { state: 'RUNNING', allowedResizeSizes: null } });
      expect(errors).toMatchObject([{ extensions: { code: 'API_VERSION_NOT_SERVED' } }]);
    },
  );
});
