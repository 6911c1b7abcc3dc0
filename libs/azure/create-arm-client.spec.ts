import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ArmError } from '#libs/operations';
import {
  type ScriptedArm,
  startScriptedArm,
  testToken,
} from '../../test/contract/support/scripted-arm.js';

const group = '/subscriptions/S-1/resourceGroups/g';
const workspace = `${group}/providers/Microsoft.MachineLearningServices/workspaces/ws`;
const compute = `${workspace}/computes/cpu`;

let arm: ScriptedArm;
beforeEach(async () => {
  arm = await startScriptedArm();
});
afterEach(() => arm.stop());

const failed = async (work: Promise<unknown>): Promise<ArmError> => {
  const cause: unknown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(cause instanceof ArmError)) throw new Error(`no ArmError: ${String(cause)}`);
  return cause;
};

describe('a request', () => {
  it('carries the token, the request id, our name and the type’s api-version', async () => {
    arm.replies({ status: 200, body: { id: compute } });
    await arm.client().get(compute, { clientRequestId: 'mine' });
    expect(arm.seen[0]).toMatchObject({
      method: 'GET',
      url: `${compute}?api-version=2025-12-01`,
      headers: {
        authorization: `Bearer ${testToken}`,
        'x-ms-client-request-id': 'mine',
      },
    });
    expect(arm.seen[0]?.headers['user-agent']).toMatch(/^armature /);
  });

  it('puts query and body where they belong', async () => {
    arm.replies({ status: 200, body: {} }, { status: 200 });
    const client = arm.client();
    await client.put(group, { location: 'eastus' });
    await client.delete(compute, { underlyingResourceAction: 'Delete' });
    expect(arm.seen.map(({ method, url, body }) => [method, url, body])).toEqual([
      ['PUT', `${group}?api-version=2024-07-01`, '{"location":"eastus"}'],
      ['DELETE', `${compute}?underlyingResourceAction=Delete&api-version=2025-12-01`, ''],
    ]);
  });

  it('sends back every digit of what was read', async () => {
    const answered = '{"location":"eastus","revision":9007199254740993,"rate":0.5}';
    arm.replies({ status: 200, body: answered }, { status: 200, body: {} });
    const client = arm.client();
    const { apiVersion: _version, ...read } = (await client.get(group)) ?? {};
    await client.put(group, read);
    expect(arm.seen.at(-1)?.body).toBe(answered);
  });

  it('cannot leave its path', async () => {
    const client = arm.client();
    await expect(client.get('/subscriptions/s/resourceGroups/..')).rejects.toThrow('no ARM path');
    arm.replies({ status: 404 });
    await client.get('/subscriptions/s/resourceGroups/g?x=1#y');
    expect(arm.seen[0]?.url).toBe(
      '/subscriptions/s/resourceGroups/g%3Fx%3D1%23y?api-version=2024-07-01',
    );
  });

  it('takes a token of the right budget first', async () => {
    arm.replies(
      { status: 404 },
      { status: 200 },
      { status: 200 },
      { status: 200 },
      { status: 200 },
    );
    const client = arm.client();
    await client.get(compute);
    await client.put(group, {});
    await client.post(compute, 'start', undefined);
    await client.delete(group, {});
    await client.list('/subscriptions/S-1/resourcegroups');
    expect(arm.taken.map(([, operation]) => operation)).toEqual([
      'read',
      'write',
      'write',
      'delete',
      'read',
    ]);
    expect(new Set(arm.taken.map(([subscription]) => subscription))).toEqual(new Set(['S-1']));
  });

  it('reuses its connection', async () => {
    arm.replies({ status: 404 }, { status: 404 }, { status: 404 });
    const client = arm.client();
    for (const id of [group, workspace, compute]) await client.get(id);
    expect(new Set(arm.seen.map(({ port }) => port)).size).toBe(1);
  });

  it('goes to https only', () => {
    expect(() => arm.client({ endpoint: `http://${arm.host}` })).toThrow('is not https');
  });

  it('follows no redirect', async () => {
    arm.replies({ status: 307, headers: { location: `${arm.endpoint}/elsewhere` } });
    expect(await failed(arm.client().get(group))).toMatchObject({
      kind: 'refused',
      httpStatus: 307,
    });
    expect(arm.seen).toHaveLength(1);
  });
});

describe('reading', () => {
  it('answers undefined for what is not there', async () => {
    arm.replies({ status: 404, body: { error: { code: 'ResourceNotFound', message: 'x' } } });
    expect(await arm.client().get(compute)).toBeUndefined();
  });

  it('does not take a 404 SubscriptionNotFound for a missing resource', async () => {
    const code = 'SubscriptionNotFound';
    const reply = { status: 404, body: { error: { code, message: 'x' } } };
    arm.replies(reply, reply);
    expect((await failed(arm.client().get(compute))).error.code).toBe(code);
    expect((await failed(arm.client().delete(compute, {}))).error.code).toBe(code);
  });

  it('lists page by page, the next link as it came', async () => {
    const nextLink = `${arm.endpoint}${workspace}/computes?api-version=2020-01-01&%24skip=a%2Fb`;
    arm.replies(
      { status: 200, body: { value: [{ id: 'a' }], nextLink } },
      { status: 200, body: { value: [], nextLink: null } },
    );
    const client = arm.client();
    const first = await client.list(`${workspace}/computes`);
    expect(first).toEqual({ value: [{ id: 'a', apiVersion: '2025-12-01' }], nextLink });
    expect(await client.list(nextLink)).toEqual({ value: [] });
    expect(`${arm.endpoint}${arm.seen[1]?.url}`).toBe(nextLink);
  });

  it('follows no next link to another host', async () => {
    const error = await failed(arm.client().list('https://evil.example/x?s=1'));
    expect(error).toMatchObject({ kind: 'refused', error: { code: 'NextLinkRefused' } });
  });

  it('calls an answer that is no JSON unreadable', async () => {
    arm.replies({ status: 200, body: '<html>' }, { status: 200, body: '<html>' });
    expect(await failed(arm.client().get(group))).toMatchObject({
      kind: 'transient',
      maybeAccepted: false,
    });
    expect(await failed(arm.client().put(group, {}))).toMatchObject({
      kind: 'transient',
      maybeAccepted: true,
    });
  });
});

describe('a refusal', () => {
  it.each([
    [409, 'AnotherOperationInProgress', 'conflict', false],
    [409, 'Conflict', 'conflict', false],
    [409, 'ResourceGroupBeingDeleted', 'conflict', false],
    [429, 'RetryableErrorDueToAnotherOperation', 'conflict', false],
    [409, 'ScopeLocked', 'refused', false],
    [409, 'MissingSubscriptionRegistration', 'refused', false],
    [403, 'AuthorizationFailed', 'refused', false],
    [409, 'QuotaExceeded', 'refused', false],
    [404, 'ResourceGroupNotFound', 'notFound', false],
    [429, 'SubscriptionRequestsThrottled', 'throttled', false],
    [400, 'BadRequest', 'refused', false],
    [401, 'ExpiredAuthenticationToken', 'transient', false],
    [500, 'InternalServerError', 'transient', true],
    [503, 'ServiceUnavailable', 'transient', true],
    [501, 'NotImplemented', 'refused', false],
  ])('%i %s is %s', async (status, code, kind, maybeAccepted) => {
    arm.replies({ status, body: { error: { code, message: 'x' } } });
    expect(await failed(arm.client().put(compute, {}))).toMatchObject({
      kind,
      httpStatus: status,
      maybeAccepted,
      error: { code, armRequestId: 'request-1' },
    });
    expect(arm.seen).toHaveLength(1);
  });

  it.each([
    [409, 'SomethingNew', 'LATER', 'activity log'],
    [400, 'SomethingNew', 'NEVER', 'Change what its message names'],
  ])('%i with a code that nobody knows is retried %s %s', async (status, code, retry, remedy) => {
    arm.replies({ status, body: { error: { code, message: 'x' } } });
    const { error } = await failed(arm.client().put(compute, {}));
    expect(error).toMatchObject({ code, retry, remedy: expect.stringContaining(remedy) as string });
  });

  it('without a body has a code of its own', async () => {
    arm.replies({ status: 502, body: '<html>Bad gateway</html>' });
    expect(await failed(arm.client().put(group, {}))).toMatchObject({
      kind: 'transient',
      error: { code: 'BadGateway', message: 'Azure answered 502 Bad Gateway', retry: 'LATER' },
    });
  });
});
