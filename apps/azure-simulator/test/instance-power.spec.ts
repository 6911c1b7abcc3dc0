import { describe, expect, it } from 'vitest';
import {
  createInstance,
  instance,
  instanceId,
  power,
  readInstance,
  stateOf,
  stopInstance,
} from './support/instance-session.js';
import {
  at,
  cluster,
  compute,
  createCluster,
  startWithWorkspace,
  workspace,
} from './support/session.js';

const usage = async ({ call }: Awaited<ReturnType<typeof startWithWorkspace>>, name: string) => {
  const path = '/providers/Microsoft.MachineLearningServices/locations/eastus/usages';
  const lines = at((await call('GET', path)).body, 'value') as { currentValue: number }[];
  return lines.find((line) => at(line, 'name.localizedValue') === name)?.currentValue;
};
const family = 'Standard DSv2 Family Cluster Dedicated vCPUs';

describe('compute instances', () => {
  it('stop and start, by 202 with a Location that ends in an empty 200', async () => {
    const session = await startWithWorkspace();
    await createInstance(session);
    const stopped = await power(session, 'stop');
    expect(stopped.status).toBe(202);
    expect(stopped.headers).not.toHaveProperty('azure-asyncoperation');
    const poll = String(stopped.headers['location']);
    expect((await session.call('GET', poll)).status).toBe(202);
    expect(await readInstance(session)).toMatchObject({
      state: 'Stopping',
      lastOperation: { operationName: 'Stop', operationStatus: 'InProgress' },
    });
    session.pass(30);
    expect(await session.call('GET', poll)).toMatchObject({ status: 200, body: undefined });
    expect(await readInstance(session)).toMatchObject({
      state: 'Stopped',
      connectivityEndpoints: { publicIpAddress: null },
      lastOperation: { operationName: 'Stop', operationStatus: 'Succeeded' },
    });
    expect((await power(session, 'start')).status).toBe(202);
    expect(await stateOf(session)).toBe('Starting');
    session.pass(45);
    expect(await stateOf(session)).toBe('Running');
  });

  it('keep provisioningState Succeeded meanwhile', async () => {
    const session = await startWithWorkspace();
    await createInstance(session);
    await power(session, 'stop');
    const read = (await session.call('GET', compute('ci-one'))).body;
    expect(at(read, 'properties.provisioningState')).toBe('Succeeded');
  });

  it('restart from Running and from Unusable', async () => {
    const session = await startWithWorkspace();
    await createInstance(session);
    for (const action of [undefined, 'break']) {
      if (action)
        await session.control('POST', 'instances', { action, computeId: instanceId(session) });
      expect((await power(session, 'restart')).status).toBe(202);
      expect(await stateOf(session)).toBe('Restarting');
      session.pass(45);
      expect(await readInstance(session)).toMatchObject({ state: 'Running', errors: [] });
    }
  });

  it('that are Unusable say so, and do not stop or start', async () => {
    const session = await startWithWorkspace();
    await createInstance(session);
    await session.control('POST', 'instances', {
      action: 'break',
      computeId: instanceId(session),
    });
    expect(at(await readInstance(session), 'errors.0.error.message')).toContain('unusable node');
    for (const action of ['stop', 'start']) expect((await power(session, action)).status).toBe(400);
  });

  it('answer Azure-AsyncOperation to the versions before 2025-06-01', async () => {
    const session = await startWithWorkspace();
    await createInstance(session);
    const stopped = await session.call('POST', `${compute('ci-one')}/stop`, undefined, {
      version: '2024-10-01',
    });
    const poll = String(stopped.headers['azure-asyncoperation']);
    session.pass(30);
    expect(at((await session.call('GET', poll)).body, 'status')).toBe('Succeeded');
  });

  it.each([
    ['start', 'StartComputeInstanceOnlyAllowedInStoppedState', false],
    ['stop', 'StopComputeInstanceOnlyAllowedInRunningState', true],
    ['restart', 'RestartComputeInstanceOnlyAllowedInRunningState', true],
  ])('refuse to %s where that is not the state for it', async (action, code, isStopped) => {
    const session = await startWithWorkspace();
    await createInstance(session);
    if (isStopped) await stopInstance(session);
    expect(await power(session, action)).toMatchObject({ status: 400, body: { error: { code } } });
  });

  it('refuse with Conflict while something is going on', async () => {
    const session = await startWithWorkspace();
    await session.call('PUT', compute('ci-one'), instance());
    for (const action of ['start', 'stop', 'restart'])
      expect(await power(session, action)).toMatchObject({
        status: 409,
        body: { error: { code: 'Conflict' } },
      });
  });

  it('go on stopping and starting while their tags change', async () => {
    const session = await startWithWorkspace();
    await createInstance(session);
    await session.call('PUT', compute('ci-one'), instance({}, { tags: { a: '1' } }));
    await stopInstance(session);
    expect((await session.call('GET', compute('ci-one'))).body).toMatchObject({
      tags: { a: '1' },
      properties: { provisioningState: 'Succeeded', properties: { state: 'Stopped' } },
    });
  });

  it('do not start under a ReadOnly lock, nor leave under a lock against deletes', async () => {
    const session = await startWithWorkspace();
    await createInstance(session);
    const lock = `${workspace}/providers/Microsoft.Authorization/locks/keep`;
    await session.call('PUT', lock, { properties: { level: 'ReadOnly' } });
    expect(at((await power(session, 'stop')).body, 'error.code')).toBe('ScopeLocked');
    await session.call('PUT', lock, { properties: { level: 'CanNotDelete' } });
    expect((await power(session, 'stop')).status).toBe(202);
    const path = `${compute('ci-one')}?underlyingResourceAction=Delete`;
    expect(at((await session.call('DELETE', path)).body, 'error.code')).toBe('ScopeLocked');
  });

  it('fall back to where they were when Azure fails', async () => {
    const session = await startWithWorkspace();
    await createInstance(session);
    await stopInstance(session);
    await session.control('POST', 'faults', {
      name: 'FailsWith',
      match: { pathPattern: '/start$' },
      parameters: { code: 'AllocationFailed' },
    });
    const started = await power(session, 'start');
    session.pass(45);
    expect(await session.call('GET', String(started.headers['location']))).toMatchObject({
      status: 409,
      body: { error: { details: [{ code: 'AllocationFailed' }] } },
    });
    expect(await readInstance(session)).toMatchObject({
      state: 'Stopped',
      lastOperation: { operationName: 'Start', operationStatus: 'StartFailed' },
      errors: [{ error: { details: [{ code: 'AllocationFailed' }] } }],
    });
    expect((await power(session, 'start')).status).toBe(202);
  });

  it('hold their cores also while stopped, unless they were to release them', async () => {
    const session = await startWithWorkspace();
    await createInstance(session);
    await createInstance(session, { releaseQuotaOnStop: true }, {}, 'ci-two');
    expect(await usage(session, family)).toBe(8);
    await stopInstance(session);
    expect(await usage(session, family)).toBe(8);
    await stopInstance(session, 'ci-two');
    expect(await usage(session, family)).toBe(4);
    expect(await usage(session, 'Clusters')).toBe(2);
  });

  it('are CreateFailed where the quota has no room, and can be asked for again', async () => {
    const session = await startWithWorkspace();
    const limits = { subscriptionId: session.simulator.subscriptionId, location: 'eastus' };
    await session.control('POST', 'quotas', { ...limits, limits: { familyCores: 3 } });
    const created = await session.call('PUT', compute('ci-one'), instance());
    expect(created.status).toBe(201);
    session.pass(90);
    const poll = await session.call('GET', String(created.headers['azure-asyncoperation']));
    expect(poll.body).toMatchObject({
      status: 'Failed',
      error: { code: 'BadRequest', details: [{ code: 'ClusterCoreQuotaReached' }] },
    });
    expect((await session.call('GET', compute('ci-one'))).body).toMatchObject({
      properties: { provisioningState: 'Failed', properties: { state: 'CreateFailed' } },
    });
    expect(await usage(session, family)).toBe(0);
    await session.control('POST', 'quotas', { ...limits, limits: { familyCores: 4 } });
    await createInstance(session);
    expect(await stateOf(session)).toBe('Running');
  });

  it('do not start where their cores have gone to somebody else', async () => {
    const session = await startWithWorkspace();
    const limits = { subscriptionId: session.simulator.subscriptionId, location: 'eastus' };
    await session.control('POST', 'quotas', { ...limits, limits: { familyCores: 4 } });
    await createInstance(session, { releaseQuotaOnStop: true });
    await stopInstance(session);
    await createInstance(session, {}, {}, 'ci-two');
    await power(session, 'start');
    session.pass(45);
    expect(await readInstance(session)).toMatchObject({
      state: 'Stopped',
      lastOperation: { operationStatus: 'StartFailed' },
    });
  });

  it('are the only computes that start', async () => {
    const session = await startWithWorkspace();
    await createCluster(session, 'cpu');
    expect(at((await power(session, 'start', 'cpu')).body, 'error.code')).toBe('UserError');
    expect((await power(session, 'start', 'none')).status).toBe(404);
    expect((await session.call('PUT', compute('cpu'), cluster())).status).toBe(200);
  });
});
