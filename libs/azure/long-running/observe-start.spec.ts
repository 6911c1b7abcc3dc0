import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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
describe('the start of an operation', () => {
  it('prefers Azure-AsyncOperation to Location and keeps the URL as it is', async () => {
    const url = `${arm.endpoint}${status}`;
    const headers = {
      'azure-asyncoperation': url,
      location: `${arm.endpoint}/other`,
      'retry-after': '17',
    };
    arm.replies({ status: 201, headers, body: inState('Creating') });
    expect(await arm.client().put(id, {})).toEqual({
      state: 'InProgress',
      handle: { style: 'azure-async-operation', url, armId: id, verb: 'PUT' },
      rawState: 'Creating',
      retryAfterSeconds: 17,
      armRequestId: 'request-1',
    });
  });

  it('follows Azure-AsyncOperation though the state is Succeeded already', async () => {
    const headers = { 'azure-asyncoperation': `${arm.endpoint}${status}` };
    arm.replies({ status: 200, headers, body: inState('Succeeded') });
    expect(await arm.client().put(id, {})).toMatchObject({ state: 'InProgress' });
  });

  it('takes Location otherwise, and long URLs', async () => {
    const url = `${arm.endpoint}/x?s=${'a'.repeat(5_000)}`;
    arm.replies({ status: 202, headers: { location: url } });
    const started = await arm.client().delete(id, { underlyingResourceAction: 'Delete' });
    expect(started).toMatchObject({
      state: 'InProgress',
      handle: { style: 'location', url, verb: 'DELETE' },
      rawState: 'Accepted',
    });
    expect(started).not.toHaveProperty('retryAfterSeconds');
  });

  it.each([
    [
      '200 and a state that is not terminal',
      { status: 200, body: inState('Updating') },
      'Updating',
    ],
    ['201 and an unknown word', { status: 201, body: inState('Warming') }, 'Warming'],
    ['202 and nothing', { status: 202 }, 'Accepted'],
  ])('watches the resource after %s', async (_, reply, rawState) => {
    arm.replies(reply);
    expect(await arm.client().put(id, {})).toMatchObject({
      state: 'InProgress',
      handle: { style: 'resource', url: id, armId: id },
      rawState,
    });
  });

  it.each([
    'https://evil.example/poll',
    '/relative/operations/1',
    'ftp://x/y',
    'https://u:p@HOST/x',
  ])('watches the resource where the URL is %s', async (url) => {
    const headers = { 'azure-asyncoperation': url.replace('HOST', arm.host) };
    arm.replies({ status: 201, headers, body: inState('Creating') });
    expect(await arm.client().put(id, {})).toMatchObject({ handle: { style: 'resource' } });
  });

  it('reads an http URL of the same host as https', async () => {
    const headers = { 'azure-asyncoperation': `http://${arm.host}${status}` };
    arm.replies({ status: 201, headers, body: inState('Creating') });
    expect(await arm.client().put(id, {})).toMatchObject({
      handle: { style: 'azure-async-operation', url: `${arm.endpoint}${status}` },
    });
  });

  it.each([
    ['Succeeded', { status: 200, body: inState('Succeeded') }],
    ['no state at all', { status: 201, body: { id, properties: {} } }],
  ])('is the end with %s', async (_, reply) => {
    arm.replies(reply);
    expect(await arm.client().put(id, {})).toMatchObject({ state: 'Succeeded', body: { id } });
  });

  it.each([200, 204, 404])('is the end of a delete with %i', async (code) => {
    arm.replies({ status: code });
    expect(await arm.client().delete(id, {})).toMatchObject({ state: 'Succeeded' });
  });

  it('watches what it deletes though that stands as Failed or Canceled', async () => {
    const failed = { id, properties: { provisioningState: 'Failed', provisioningErrors: [] } };
    arm.replies({ status: 200, body: failed }, { status: 202, body: inState('Canceled') });
    const client = arm.client();
    for (const _ of ['200', '202'])
      expect(await client.delete(id, {})).toMatchObject({
        state: 'InProgress',
        handle: { style: 'resource', verb: 'DELETE' },
      });
  });

  it('is no success with 200 and a failure inside', async () => {
    const error = { code: 'ClusterMinNodesExceedCoreQuota', message: 'quota' };
    const failed = {
      id,
      properties: { provisioningState: 'Failed', provisioningErrors: [{ error }] },
    };
    const text = {
      code: 'OK',
      statusCode: 200,
      message: 'failed with status "Failed" because of exceeding quota limits',
    };
    arm.replies({ status: 200, body: failed }, { status: 200, body: text });
    const client = arm.client();
    expect(await client.put(id, {})).toMatchObject({
      state: 'Failed',
      rawState: 'Failed',
      error: { code: 'ClusterMinNodesExceedCoreQuota', armRequestId: 'request-1' },
    });
    expect(await client.put(id, {})).toMatchObject({
      state: 'Failed',
      error: { code: 'QuotaExceeded' },
    });
  });

  it('answers an action that is done at once', async () => {
    arm.replies({ status: 200, body: { nodes: [] } });
    expect(await arm.client().post(id, 'listNodes', undefined)).toMatchObject({
      state: 'Succeeded',
      body: { nodes: [] },
    });
    expect(arm.seen[0]?.url).toBe(`${id}/listNodes?api-version=2025-12-01`);
  });
});
