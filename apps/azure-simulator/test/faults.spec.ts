import { describe, expect, it } from 'vitest';
import {
  at,
  cluster,
  compute,
  createCluster,
  group,
  names,
  scale,
  startWithWorkspace,
  workspace,
  type Session,
} from './support/session.js';

const arm = async (session: Session, name: string, rest: object = {}): Promise<unknown> =>
  session.control('POST', 'faults', { name, ...rest });

const state = async ({ call }: Session, name = 'cpu'): Promise<unknown> =>
  at((await call('GET', compute(name))).body, 'properties.provisioningState');

const onPut = { match: { method: 'PUT', pathPattern: '/computes/cpu$' } };

describe('named faults', () => {
  it('are armed, listed, fire as often as they say, and are disarmed', async () => {
    const session = await startWithWorkspace();
    const armed = await arm(session, 'ServiceUnavailable', { match: { method: 'GET' }, times: 2 });
    expect(armed).toMatchObject({ name: 'ServiceUnavailable', fired: 0 });
    const answers = [];
    for (let sent = 0; sent < 3; sent += 1) answers.push((await session.call('GET', group)).status);
    expect(answers).toEqual([503, 503, 200]);
    await arm(session, 'InternalServerError', { times: 'always' });
    expect((await session.call('GET', group)).status).toBe(500);
    await session.control('DELETE', 'faults');
    expect((await session.call('GET', group)).status).toBe(200);
    expect(at(await session.control('GET', 'faults'), 'value')).toEqual([]);
  });

  it('are refused where they are not known or do not fit', async () => {
    const session = await startWithWorkspace();
    for (const fault of [
      { name: 'Earthquake' },
      { name: 'SlowResponse' },
      { name: 'NeverFinishes', match: { pathPattern: '(' } },
    ])
      expect(at(await session.control('POST', 'faults', fault), 'error.code')).toBe(
        'InvalidRequestContent',
      );
  });

  it('TooManyRequests: refused until Retry-After is over, to the second', async () => {
    const session = await startWithWorkspace();
    await arm(session, 'TooManyRequests', { ...onPut, parameters: { retryAfterSeconds: 17 } });
    const put = () => session.call('PUT', compute('cpu'), cluster());
    expect(await put()).toMatchObject({
      status: 429,
      headers: { 'retry-after': '17' },
      body: { error: { code: 'TooManyRequests' } },
    });
    expect((await session.call('GET', group)).status).toBe(200);
    session.pass(16);
    expect(await put()).toMatchObject({ status: 429, headers: { 'retry-after': '1' } });
    session.pass(1);
    expect((await put()).status).toBe(201);
    expect(at(await session.control('GET', 'ledger'), 'throttles.0.earlyRequests')).toBe(1);
  });

  it('ResetConnection before: nothing happened; after: accepted, and only the answer is lost', async () => {
    const session = await startWithWorkspace();
    await arm(session, 'ResetConnection', onPut);
    await expect(session.call('PUT', compute('cpu'), cluster())).rejects.toThrow(
      /ECONNRESET|socket hang up/,
    );
    expect((await session.call('GET', compute('cpu'))).status).toBe(404);
    await arm(session, 'ResetConnection', { ...onPut, parameters: { when: 'after' } });
    await expect(session.call('PUT', compute('cpu'), cluster())).rejects.toThrow(
      /ECONNRESET|socket hang up/,
    );
    expect(await state(session)).toBe('Creating');
    const ledger = await session.control('GET', 'ledger?path=/computes/');
    expect(at(ledger, 'entries')).toEqual([
      expect.objectContaining({ status: 201, answerLost: true }),
    ]);
  });

  it('PollUrlNotFound: 404 from the poll URL while the operation goes on', async () => {
    const session = await startWithWorkspace();
    await arm(session, 'PollUrlNotFound', {
      match: { pathPattern: '/computes/cpu$' },
      times: 'always',
    });
    const created = await session.call('PUT', compute('cpu'), cluster());
    expect((await session.call('GET', created.headers['azure-asyncoperation'] ?? '')).status).toBe(
      404,
    );
    session.pass(45);
    expect(await state(session)).toBe('Succeeded');
  });

  it('NeverFinishes: InProgress for ever, until it is deleted', async () => {
    const session = await startWithWorkspace();
    await arm(session, 'NeverFinishes', onPut);
    const created = await session.call('PUT', compute('cpu'), cluster());
    await session.control('POST', 'clock', { advanceSeconds: 30 * 24 * 3600 });
    const poll = await session.call('GET', created.headers['azure-asyncoperation'] ?? '');
    expect(at(poll.body, 'status')).toBe('InProgress');
    await session.call('DELETE', `${compute('cpu')}?underlyingResourceAction=Delete`);
    session.pass(40);
    expect((await session.call('GET', compute('cpu'))).status).toBe(404);
  });

  it('FailsWith: the operation fails with the code, inside BadRequest', async () => {
    const session = await startWithWorkspace();
    await arm(session, 'FailsWith', {
      ...onPut,
      parameters: { code: 'ClusterMinNodesExceedCoreQuota' },
    });
    const created = await session.call('PUT', compute('cpu'), cluster());
    session.pass(45);
    const poll = await session.call('GET', created.headers['azure-asyncoperation'] ?? '');
    expect(poll.body).toMatchObject({
      status: 'Failed',
      error: { code: 'BadRequest', details: [{ code: 'ClusterMinNodesExceedCoreQuota' }] },
    });
    expect(await state(session)).toBe('Failed');
  });

  it('FailsWith at the request: refused at once, as with AuthorizationFailed', async () => {
    const session = await startWithWorkspace();
    await arm(session, 'FailsWith', { ...onPut, parameters: { code: 'AuthorizationFailed' } });
    expect(await session.call('PUT', compute('cpu'), cluster())).toMatchObject({
      status: 403,
      body: { error: { code: 'AuthorizationFailed' } },
    });
    await arm(session, 'FailsWith', {
      ...onPut,
      parameters: { code: 'Teapot', message: 'no', statusCode: 418, when: 'request' },
    });
    expect(await session.call('PUT', compute('cpu'), cluster())).toMatchObject({
      status: 418,
      body: { error: { code: 'Teapot', message: 'no' } },
    });
  });

  it('AllocationFailed: the cluster stands, its nodes do not come, and later they do', async () => {
    const session = await startWithWorkspace();
    await arm(session, 'FailsWith', {
      match: { pathPattern: '/computes/cpu$' },
      times: 2,
      parameters: { code: 'AllocationFailed' },
    });
    const body = await createCluster(session, 'cpu', scale(1, 1));
    expect(at(body, 'properties')).toMatchObject({
      provisioningState: 'Succeeded',
      properties: { currentNodeCount: 0, errors: [{ error: { code: 'AllocationFailed' } }] },
    });
    session.pass(240 + 60);
    expect(
      at((await session.call('GET', compute('cpu'))).body, 'properties.properties'),
    ).toMatchObject({
      currentNodeCount: 1,
      errors: null,
    });
  });

  it('FailsWith on a workspace and on a delete: Failed by Location', async () => {
    const session = await startWithWorkspace();
    const other = workspace.replace(/work$/, 'other');
    await arm(session, 'FailsWith', {
      match: { method: 'PUT', pathPattern: '/other$' },
      parameters: { code: 'InternalError' },
    });
    const created = await session.call('PUT', other, { location: 'eastus' });
    session.pass(20);
    const result = await session.call('GET', created.headers['location'] ?? '');
    expect(at(result.body, 'error.code')).toBe('InternalError');
    expect(at((await session.call('GET', other)).body, 'properties.provisioningState')).toBe(
      'Failed',
    );
  });

  it('IgnoresField: a field of the PUT is dropped without a word', async () => {
    const session = await startWithWorkspace();
    await arm(session, 'IgnoresField', { ...onPut, parameters: { field: 'vmSize' } });
    const body = await createCluster(session, 'cpu', { vmSize: 'Standard_NC6' });
    expect(at(body, 'properties.properties.vmSize')).toBe('STANDARD_DS3_V2');
    await arm(session, 'IgnoresField', { parameters: { field: 'tags' } });
    const untagged = await createCluster(session, 'other', {}, { tags: { a: 'b' } });
    expect(at(untagged, 'tags')).toBeNull();
  });

  it('VersionNotServed: refused in each of the ways that are known, with those that are left', async () => {
    const session = await startWithWorkspace();
    const versions = ['2024-10-01'];
    for (const [answer, status, code] of [
      ['NoRegisteredProviderFound', 400, 'NoRegisteredProviderFound'],
      ['InvalidResourceType', 404, 'InvalidResourceType'],
      ['InvalidApiVersionParameter', 400, 'InvalidApiVersionParameter'],
      ['NotFoundWithoutBody', 404, undefined],
      ['MethodNotAllowed', 405, 'MethodNotAllowed'],
    ] as const) {
      await arm(session, 'VersionNotServed', { parameters: { versions, answer } });
      const refused = await session.call('GET', workspace, undefined, { version: '2024-10-01' });
      expect(refused.status).toBe(status);
      expect(at(refused.body, 'error.code')).toBe(code);
      const list = /versions are '([^']*)'/.exec(JSON.stringify(refused.body ?? ''))?.[1] ?? '';
      const left = list.split(/, ?/);
      expect(left.includes('2024-04-01')).toBe(/Provider|Type|Parameter/.test(answer));
      expect(left).not.toContain('2024-10-01');
    }
  });

  it('VersionNotServed: only there, of a region, and only at the versions named', async () => {
    const session = await startWithWorkspace();
    const get = async (version: string): Promise<number> =>
      (await session.call('GET', workspace, undefined, { version })).status;
    const take = (location: string) =>
      arm(session, 'VersionNotServed', {
        times: 'always',
        parameters: {
          versions: ['2024-10-01'],
          location,
        },
      });
    await take('West US 2');
    expect(await get('2024-10-01')).toBe(200);
    await take('East US');
    expect(await get('2024-10-01')).toBe(400);
    expect(await get('2024-04-01')).toBe(200);
  });

  it('SlowResponse: accepted later, also when the client has gone', async () => {
    const session = await startWithWorkspace();
    await arm(session, 'SlowResponse', { ...onPut, parameters: { delayMs: 200 } });
    const put = session.call('PUT', compute('cpu'), cluster());
    expect(names((await session.call('GET', `${workspace}/computes`)).body)).toEqual([]);
    expect((await put).status).toBe(201);
  });
});
