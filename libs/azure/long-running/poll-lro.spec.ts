import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LroHandle } from '#libs/operations';
import { type ScriptedArm, startScriptedArm } from '../../../test/contract/support/scripted-arm.js';

const workspace =
  '/subscriptions/s-1/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/ws';
const id = `${workspace}/computes/cpu`;
const status =
  '/subscriptions/s-1/providers/x/operationsStatus/1?api-version=2018-03-01-preview&service=new&t=1&c=MII%2b&s=a%3D';

let arm: ScriptedArm;
beforeEach(async () => {
  arm = await startScriptedArm();
});
afterEach(() => arm.stop());

const inState = (provisioningState?: string) => ({ id, properties: { provisioningState } });
const handle = (style: LroHandle['style'], verb: LroHandle['verb'] = 'PUT'): LroHandle => ({
  style,
  verb,
  armId: id,
  url: style === 'resource' ? id : `${arm.endpoint}${status}`,
});

describe('a look at Azure-AsyncOperation', () => {
  it('asks the URL as it stands', async () => {
    arm.replies({
      status: 200,
      body: { status: 'InProgress', percentComplete: 40 },
      headers: { 'retry-after': '5' },
    });
    expect(await arm.client().poll(handle('azure-async-operation'))).toMatchObject({
      state: 'InProgress',
      rawState: 'InProgress',
      percentComplete: 40,
      retryAfterSeconds: 5,
      handle: handle('azure-async-operation'),
    });
    expect(arm.seen[0]?.url).toBe(status);
  });

  it.each([
    [{ status: 'Succeeded' }, 'Succeeded'],
    [{ status: 'succeeded' }, 'Succeeded'],
    [{ status: 'Failed' }, 'Failed'],
    [{ status: 'Canceled' }, 'Canceled'],
    [{ status: 'Cancelled' }, 'Canceled'],
    [{ status: 'Pondering' }, 'InProgress'],
    [inState('Creating'), 'InProgress'],
    [inState('Succeeded'), 'Succeeded'],
    [inState(undefined), 'Succeeded'],
    [undefined, 'Succeeded'],
    [{ error: { code: 'AllocationFailed', message: 'none' } }, 'Failed'],
  ])('reads %j as %s', async (body, state) => {
    arm.replies({ status: 200, body });
    expect(await arm.client().poll(handle('azure-async-operation'))).toMatchObject({ state });
  });

  it('tells why it failed', async () => {
    const error = {
      code: 'BadRequest',
      message: 'x',
      details: [{ code: 'SkuNotAvailable', message: 'y' }],
    };
    arm.replies({ status: 200, body: { status: 'Failed', error } });
    expect(await arm.client().poll(handle('azure-async-operation'))).toMatchObject({
      rawState: 'Failed',
      error: { code: 'SkuNotAvailable', message: 'y', retry: 'LATER', armRequestId: 'request-1' },
    });
  });

  it.each([
    ['SomethingNew', 'LATER'],
    ['ValidationError', 'NEVER'],
  ])('advises by its code alone where nobody knows it: %s is %s', async (code, retry) => {
    const error = { code, message: 'in new words' };
    arm.replies({ status: 200, body: { status: 'Failed', error } });
    expect(await arm.client().poll(handle('azure-async-operation'))).toMatchObject({
      error: { ...error, retry },
    });
  });

  it('says that no reason was given', async () => {
    arm.replies({ status: 200, body: { status: 'Canceled' } });
    expect(await arm.client().poll(handle('azure-async-operation'))).toMatchObject({
      error: { code: 'OperationCanceled', message: 'Azure reports Canceled and gives no reason.' },
    });
  });
});

describe('a look at Location', () => {
  it('goes on with 202, at the next URL where one is given', async () => {
    const location = `${arm.endpoint}/next?s=2`;
    arm.replies({ status: 202, headers: { location } }, { status: 202 });
    const client = arm.client();
    expect(await client.poll(handle('location'))).toMatchObject({
      state: 'InProgress',
      handle: { style: 'location', url: location },
    });
    expect(await client.poll(handle('location'))).toMatchObject({ handle: handle('location') });
  });

  it.each([
    [{ status: 200, body: inState('Succeeded') }, 'Succeeded'],
    [{ status: 200, body: inState('Creating') }, 'InProgress'],
    [{ status: 201, body: inState('Failed') }, 'Failed'],
    [{ status: 200 }, 'Succeeded'],
    [{ status: 204 }, 'Succeeded'],
  ])('reads %j as %s', async (reply, state) => {
    arm.replies(reply);
    expect(await arm.client().poll(handle('location'))).toMatchObject({ state });
  });

  it('takes the resource, and what an action answers, as the body', async () => {
    arm.replies(
      { status: 200, body: inState('Succeeded') },
      { status: 200, body: { status: 'Resized' } },
    );
    const client = arm.client();
    expect(await client.poll(handle('location'))).toMatchObject({ body: { id } });
    expect(await client.poll(handle('location', 'POST'))).toMatchObject({
      state: 'Succeeded',
      body: { status: 'Resized' },
    });
  });
});

describe('a look at the resource', () => {
  it.each([
    ['PUT', { status: 200, body: inState('Creating') }, 'InProgress'],
    ['PUT', { status: 200, body: inState('Succeeded') }, 'Succeeded'],
    ['PUT', { status: 200, body: inState('Failed') }, 'Failed'],
    ['PUT', { status: 404 }, 'Unreadable'],
    ['DELETE', { status: 200, body: inState('Deleting') }, 'InProgress'],
    ['DELETE', { status: 200, body: inState('Succeeded') }, 'InProgress'],
    ['DELETE', { status: 404 }, 'Succeeded'],
  ] as const)('after %s reads %j as %s', async (verb, reply, state) => {
    arm.replies(reply);
    expect(await arm.client().poll(handle('resource', verb))).toMatchObject({ state });
    expect(arm.seen[0]?.url).toBe(`${id}?api-version=2025-12-01`);
  });
});

describe('a 4xx at Location', () => {
  it.each(['PUT', 'PATCH', 'DELETE', 'POST'] as const)('ends a %s, and says why', async (verb) => {
    for (const status of [400, 402, 405, 406, 409, 410, 412, 413, 415, 422, 423, 424, 428, 451]) {
      arm.replies({ status, body: { error: { code: 'X', message: `y ${status}` } } });
      expect(await arm.client().poll(handle('location', verb))).toMatchObject({
        state: 'Failed',
        rawState: `HTTP ${status}`,
        error: {
          code: 'X',
          message: `y ${status}`,
          armRequestId: 'request-1',
        },
      });
    }
  });

  it('names what blocks the deletion of a group, and what to do', async () => {
    const target = `/subscriptions/s-1/resourceGroups/g/providers/Microsoft.X/ys/one`;
    const message =
      "Deletion of resource group 'g' failed as resources with identifiers 'Microsoft.X/ys/one' could not be deleted. The provisioning state of the resource group will be rolled back.";
    const inner = { code: '400', message: 'Resource not in terminal state. Try again.' };
    const details = [{ target, message: JSON.stringify({ error: inner }) }];
    const error = { code: 'ResourceGroupDeletionBlocked', message, details };
    arm.replies({ status: 409, body: { error } });
    expect(await arm.client().poll(handle('location', 'DELETE'))).toMatchObject({
      state: 'Failed',
      error: {
        code: 'ResourceGroupDeletionBlocked',
        message,
        retry: 'LATER',
        target: 'Microsoft.X/ys/one',
        remedy: expect.stringContaining('Microsoft.X/ys/one') as string,
        details: [{ message: inner.message }],
      },
    });
  });

  it('is the failure of the operation without any body', async () => {
    arm.replies({ status: 409 });
    expect(await arm.client().poll(handle('location', 'DELETE'))).toMatchObject({
      state: 'Failed',
      error: { code: 'OperationFailed' },
    });
  });

  it('says that the request is wrong where it is', async () => {
    const error = { code: 'ValidationError', message: 'the key vault is in another tenant' };
    arm.replies({ status: 400, body: { error } });
    expect(await arm.client().poll(handle('location'))).toMatchObject({
      error: { ...error, retry: 'NEVER' },
    });
  });
});

describe('a look that tells nothing', () => {
  it.each([
    ['location', 401, 'refused'],
    ['location', 403, 'refused'],
    ['location', 404, 'notFound'],
    ['location', 408, 'transient'],
    ['location', 429, 'throttled'],
    ['location', 500, 'transient'],
    ['location', 503, 'transient'],
    ['azure-async-operation', 400, 'refused'],
    ['azure-async-operation', 403, 'refused'],
    ['azure-async-operation', 404, 'notFound'],
    ['azure-async-operation', 409, 'conflict'],
    ['azure-async-operation', 412, 'refused'],
    ['azure-async-operation', 500, 'transient'],
    ['resource', 400, 'refused'],
    ['resource', 403, 'refused'],
    ['resource', 409, 'conflict'],
    ['resource', 500, 'transient'],
  ] as const)('is Unreadable at %s with %i, never a failure', async (style, code, kind) => {
    arm.replies({ status: code, body: { error: { code: 'X', message: 'y' } } });
    expect(await arm.client().poll(handle(style, 'DELETE'))).toMatchObject({
      state: 'Unreadable',
      rawState: `HTTP ${code}`,
      error: { kind },
    });
  });

  it('says how long a 429 asks to wait', async () => {
    arm.replies({ status: 429, headers: { 'retry-after': '23' } });
    expect(await arm.client().poll(handle('location'))).toMatchObject({
      state: 'Unreadable',
      retryAfterSeconds: 23,
      error: { kind: 'throttled' },
    });
    expect(arm.quieted).toEqual([['s-1', 23]]);
  });

  it('sends nothing to another host, whoever wrote the handle', async () => {
    const foreign = { ...handle('location'), url: 'https://evil.example/poll?s=secret' };
    const look = await arm.client().poll(foreign);
    expect(look).toMatchObject({
      state: 'Unreadable',
      error: { kind: 'refused', error: { code: 'PollUrlRefused' } },
    });
    expect(JSON.stringify(look)).not.toContain('secret');
    expect(arm.seen).toEqual([]);
  });

  it('is Unreadable where the connection breaks', async () => {
    arm.replies((request) => request.socket.destroy());
    expect(await arm.client().poll(handle('location'))).toMatchObject({
      state: 'Unreadable',
      error: { kind: 'transient' },
    });
  });

  it('rejects only where it was called off', async () => {
    const aborted = AbortSignal.abort();
    await expect(arm.client().poll(handle('location'), { signal: aborted })).rejects.toMatchObject({
      kind: 'aborted',
      maybeAccepted: false,
    });
  });
});
