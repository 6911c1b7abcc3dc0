import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { armOperations } from '#libs/arm-versions';
import { givenWorkspace } from '../support/engine.js';
import { at } from '../support/gateway.js';
import { globalId } from '../support/instance-api.js';
import { insertInstance } from '../support/instance-row.js';
import { application, startDayOne, type DayOne, unknownSubscription } from '../support/day-one.js';

let day: DayOne;
beforeAll(async () => {
  day = await startDayOne();
});
afterAll(() => day?.stop());
afterEach(() => day.clearFaults());

const soon = { timeout: 40_000, interval: 200 };

describe('a credential that Entra ID refuses', () => {
  it('is told in the operation, in readiness and once in the log, and works without a restart', async () => {
    const settings = { ...application, ...day.entra };
    await day.refuse(7000215);
    const worker = await day.startWorker(settings);
    const api = await day.startApi(settings);
    const id = await api.createGroup('refused');

    const told = expect.objectContaining({
      code: 'AADSTS7000215',
      message: 'Invalid client secret provided.',
      remedy: expect.stringContaining('AZURE_CLIENT_SECRET') as string,
    }) as unknown;
    await expect.poll(worker.ready, soon).toMatchObject({ status: 503, azure: [told] });
    await expect.poll(api.ready, soon).toMatchObject({ status: 200, azure: [told] });
    expect(await worker.alive()).toMatchObject({ status: 200, azure: [] });

    const waiting = async () => (await api.operation(id)).steps[0]?.message ?? '';
    await expect
      .poll(waiting, soon)
      .toContain('AADSTS7000215: Invalid client secret provided. Make a');
    expect(await api.operation(id)).toMatchObject({ status: 'RUNNING', error: null });

    const asked = await day.tokenRequests();
    await sleep(6_000);
    expect((await day.tokenRequests()) - asked).toBeLessThanOrEqual(4);
    expect(await worker.linesWith('AADSTS7000215')).toHaveLength(1);
    const everything = [
      await worker.log(),
      await api.log(),
      (await worker.ready()).text,
      await waiting(),
    ];
    expect(everything.join()).not.toMatch(/hunter2|Trace ID|Correlation ID/);

    await day.clearFaults();
    await expect
      .poll(async () => (await api.operation(id)).status, { ...soon, timeout: 60_000 })
      .toBe('SUCCEEDED');
    await expect.poll(worker.ready, soon).toMatchObject({ status: 200, azure: [] });
    const lines = await worker.linesWith('AADSTS7000215');
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/"level":30.*AADSTS7000215 after \d+ tries/);
    await Promise.all([worker.stop(), api.stop()]);
  });
});

describe('a subscription that is not there', () => {
  it('is told at the start, and later on the operation that names another one', async () => {
    const unknown = unknownSubscription;
    const worker = await day.startWorker({ AZURE_SUBSCRIPTION_ID: unknown });
    const told = expect.objectContaining({
      code: 'SubscriptionNotFound',
      message: `Azure knows no subscription ${unknown}, or does not show it to Armature.`,
      remedy: expect.stringContaining('AZURE_SUBSCRIPTION_ID') as string,
    }) as unknown;
    await expect.poll(worker.ready, soon).toMatchObject({ status: 503, azure: [told] });
    const api = await day.startApi({});
    const id = await api.createGroup('elsewhere', { subscriptionId: unknown });
    await expect.poll(async () => (await api.operation(id)).status, soon).toBe('FAILED');
    expect((await api.operation(id)).error).toMatchObject({ code: 'SubscriptionNotFound' });
    const lines = await worker.linesWith('SubscriptionNotFound');
    expect(lines.filter((line) => line.includes('AZURE_SUBSCRIPTION_ID'))).toHaveLength(1);
    expect(lines.filter((line) => line.includes('listing subscriptions'))).toHaveLength(1);
    await Promise.all([worker.stop(), api.stop()]);
  });
});

describe('a subscription in which Armature cannot work', () => {
  const notReady = (problem: object) => ({
    status: 503,
    azure: [expect.objectContaining(problem) as unknown],
  });

  it('is told at the start and on the operation where it is disabled, and works once it is not', async () => {
    const { subscriptionId } = day.azure;
    await day.control('subscriptions', { subscriptionId, state: 'Disabled' });
    const worker = await day.startWorker({});
    await expect.poll(worker.ready, soon).toMatchObject(
      notReady({
        code: 'SubscriptionDisabled',
        message: `The subscription ${subscriptionId} is Disabled: Azure takes no changes in it.`,
        remedy: expect.stringContaining('Reactivate it') as string,
      }),
    );
    const api = await day.startApi({});
    const id = await api.createGroup('disabled');
    await expect.poll(async () => (await api.operation(id)).status, soon).toBe('FAILED');
    expect((await api.operation(id)).error).toMatchObject({
      code: 'SubscriptionDisabled',
      remedy: expect.stringContaining('must enable it again') as string,
    });
    await day.control('subscriptions', { subscriptionId, state: 'Enabled' });
    await expect.poll(worker.ready, soon).toMatchObject({ status: 200, azure: [] });
    await Promise.all([worker.stop(), api.stop()]);
  });

  it.each([
    [401, 'InvalidAuthenticationToken', 'check AZURE_TENANT_ID'],
    [401, 'InvalidAuthenticationTokenTenant', 'set AZURE_TENANT_ID to'],
    [403, 'AuthorizationFailed', 'make it Contributor'],
  ])('is told with what to do where it answers %i %s', async (statusCode, code, remedy) => {
    const pathPattern = `^/subscriptions/${day.azure.subscriptionId}$`;
    await day.control('faults', {
      name: 'FailsWith',
      times: 'always',
      match: {
        method: 'GET',
        pathPattern,
      },
      parameters: {
        code,
        statusCode,
        when: 'request',
      },
    });
    const worker = await day.startWorker({});
    await expect
      .poll(worker.ready, soon)
      .toMatchObject(notReady({ code, remedy: expect.stringContaining(remedy) as string }));
    await day.clearFaults();
    await expect.poll(worker.ready, soon).toMatchObject({ status: 200, azure: [] });
    await worker.stop();
  });
});

describe('a step', () => {
  it('may take as long as ARMATURE_STEP_LIMIT_HOURS says', async () => {
    await day.control('faults', {
      name: 'ServiceUnavailable',
      times: 'always',
      parameters: {},
      match: {
        method: 'PUT',
        pathPattern: 'endless',
      },
    });
    const worker = await day.startWorker({ ARMATURE_STEP_LIMIT_HOURS: '0.001' });
    const api = await day.startApi({});
    const id = await api.createGroup('endless');
    await expect.poll(async () => (await api.operation(id)).status, soon).toBe('FAILED');
    expect((await api.operation(id)).error).toMatchObject({ code: 'STEP_TIMEOUT' });
    await day.clearFaults();
    await Promise.all([worker.stop(), api.stop()]);
  });
});

describe('an api-version', () => {
  it('is the one of ARMATURE_AZURE_API_VERSIONS for API and worker, who say when it is not served', async () => {
    const operations = ['subscriptions/get', 'vmSizes/list'] as const;
    const ARMATURE_AZURE_API_VERSIONS = operations
      .map((operation) => `${operation}=1999-01-01,${armOperations[operation][0]}`)
      .join(';');
    const worker = await day.startWorker({ ARMATURE_AZURE_API_VERSIONS });
    const api = await day.startApi({ ARMATURE_AZURE_API_VERSIONS });
    await expect.poll(worker.ready, soon).toMatchObject({ status: 200, azure: [] });
    const { data } = await api.ask('{ vmSizes(location: "eastus") { name } }');
    expect(data['vmSizes']).not.toEqual([]);
    const told = /"operation":"[^"]+".*"notServed":"1999-01-01".*an api-version is not served/;
    await expect.poll(worker.log, soon).toMatch(told);
    await expect.poll(api.log, soon).toMatch(told);
    await Promise.all([worker.stop(), api.stop()]);
  });

  it.each([
    [
      'is refused at once where Azure serves the call at none of those there are',
      '',
      'API_VERSION_NOT_SERVED',
    ],
    ['is not refused where one is named that Azure may serve', 'computes/resize=2026-09-01', null],
  ])('of a resize %s', async (_title, ARMATURE_AZURE_API_VERSIONS, refusal) => {
    const { pool } = day.database;
    const where = await givenWorkspace(pool);
    const found = await pool.query<{ armId: string }>(
      'SELECT arm_id AS "armId" FROM resource WHERE id = $1',
      [where.workspaceId],
    );
    const armId = `${found.rows[0]?.armId}/computes/resized`;
    const row = await insertInstance(pool, { ...where, name: 'resized', armId }, runningInstance);
    await day.control('faults', {
      name: 'VersionNotServed',
      times: 'always',
      parameters: {},
      match: {
        method: 'POST',
        pathPattern: 'getAllowedVmSizesForResize$',
      },
    });
    const api = await day.startApi({ ARMATURE_AZURE_API_VERSIONS });
    const input = { computeId: globalId('ComputeInstance', row), vmSize: 'Standard_DS12_v2' };
    const { data } = await api.ask(resize, { input });
    expect(at(data)['resizeComputeInstance']).toMatchObject(
      refusal === null
        ? { operation: { status: 'QUEUED' }, userErrors: [] }
        : { operation: null, userErrors: [{ code: refusal }] },
    );
    // No worker is there to take it.
    await pool.query('DELETE FROM outbox_event');
    await api.stop();
  });
});

const runningInstance = {
  properties: { properties: { state: 'Running', vmSize: 'Standard_DS11_v2' } },
};
const resize = `mutation ($input: ResizeComputeInstanceInput!) {
  resizeComputeInstance(input: $input) { operation { status } userErrors { code message } } }`;

describe('a gateway without a default subscription', () => {
  it('says so when it is asked for VM sizes, and what to set', async () => {
    const api = await day.startApi({ AZURE_SUBSCRIPTION_ID: '' });
    const { status, errors } = await api.ask('{ vmSizes(location: "eastus") { name } }');
    expect([status, errors]).toMatchObject([
      200,
      [
        {
          message: expect.stringContaining('sets AZURE_SUBSCRIPTION_ID') as string,
          extensions: { code: 'NO_DEFAULT_SUBSCRIPTION' },
        },
      ],
    ]);
    await api.stop();
  });
});

describe('an API whose mutations no worker is reminded of', () => {
  it('stays in rotation and says so', async () => {
    const api = await day.startApi({});
    const event = await day.database.pool.query<{ id: string }>(
      `INSERT INTO outbox_event (topic, operation_id, created_at)
       VALUES ('operation.due', uuidv7(), now() - interval '1 minute') RETURNING id`,
    );
    expect((await api.ready()).status).toBe(200);
    expect((await api.ready()).text).toMatch(/reminders do not reach.*"undelivered":\{"count":1,/);
    await day.database.pool.query('DELETE FROM outbox_event WHERE id = $1', [event.rows[0]?.id]);
    expect(JSON.parse((await api.ready()).text)).toEqual({ status: 'ok' });
    await api.stop();
  });
});

describe('a managed identity', () => {
  it('that is refused is told in words of its own', async () => {
    const message = 'Multiple user assigned identities exist, please specify the clientId';
    const parameters = { message };
    await day.control('faults', { name: 'RefusesIdentity', times: 'always', parameters });
    const worker = await day.startWorker({});
    const told = expect.objectContaining({ code: 'ManagedIdentityAmbiguous' }) as unknown;
    await expect.poll(worker.ready, soon).toMatchObject({ status: 503, azure: [told] });
    await worker.stop();
  });
});
