import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAuthenticator } from '#libs/tenants';
import { globalId } from '#libs/verbs';
import { startApi, subscriptionId, type ApiUnderTest } from '../../support/api.js';
import { createTestDatabase } from '../../support/database.js';
import { givenKey } from '../../support/gateway.js';
import { startPrism, type Prism } from '../../support/prism.js';
import { rest, type RestRequest } from '../../support/rest.js';
import { givenScopes, type GivenTeam } from '../../support/scope-scene.js';

let api: ApiUnderTest;
let other: ApiUnderTest;
let ours: GivenTeam;
let theirs: GivenTeam;
let viewerKey: string;
let prism: Promise<Prism>;
beforeAll(async () => {
  const database = await createTestDatabase();
  other = await startApi(database);
  api = await startApi(database);
  prism = startPrism(api.url);
  ours = await givenScopes(api, 'ours', 'rg-ours');
  theirs = await givenScopes(api, 'theirs', 'rg-theirs');
  viewerKey = await givenKey(api, ours.teamId, 'VIEWER', 'viewer');
  await prism;
}, 90_000);
afterAll(async () => {
  await (await prism)?.stop();
  await other?.close();
  await api?.close();
  await api?.database.drop();
});
beforeEach(async () => {
  await api.database.pool.query(
    `UPDATE operation SET status = 'SUCCEEDED', due_at = NULL, completed_at = now() WHERE completed_at IS NULL`,
  );
});

/** Through Prism, which sees that both the request and its answer are as the document says. */
const ask = async (
  path: string,
  request: RestRequest = {},
  key: string | undefined = ours.operatorKey,
) => (await prism).ask(key, path, request);
/** What a proxy that reads it would not pass on as it is. */
const askAtOnce = (path: string, request: RestRequest = {}) =>
  rest(api, ours.operatorKey, path, request);
const newName = (): string => `c${randomUUID().slice(0, 8)}x`;
const newCluster = () => ({
  name: newName(),
  vmSize: 'Standard_DS3_v2',
  scale: { maxNodeCount: 2 },
});
const create = (body: object = newCluster(), headers: Record<string, string> = {}) =>
  ask(`/workspaces/${ours.workspaceId}/compute-clusters`, { method: 'POST', body, headers });

/** A POST of the platform's admin whose length is not told; each chunk is sent once the one before was. */
async function inChunks(
  path: string,
  headers: Record<string, string>,
  chunks: readonly string[],
): Promise<{ status: number | undefined; body: Record<string, unknown> }> {
  const { hostname: host, port } = new URL(api.url);
  const asked = request({
    host,
    port,
    path: `/v1${path}`,
    method: 'POST',
    headers: {
      ...headers,
      authorization: `Bearer ${api.adminKey}`,
      'transfer-encoding': 'chunked',
    },
  });
  const answered = once(asked, 'response') as Promise<[IncomingMessage]>;
  asked.flushHeaders();
  for (const chunk of chunks) await new Promise((resolve) => asked.write(chunk, resolve));
  asked.end();
  const [answer] = await answered;
  const body = JSON.parse((await answer.toArray()).join('')) as Record<string, unknown>;
  return { status: answer.statusCode, body };
}

const problem = (status: number, code: string, more: object = {}) => ({
  status,
  body: {
    type: `/v1/problems/${code}`,
    title: expect.stringMatching(/\w/) as string,
    status,
    detail: expect.stringMatching(/\w/) as string,
    code,
    errors: expect.any(Array) as unknown[],
    requestId: expect.stringMatching(/^[\da-f-]{36}$/) as string,
    ...more,
  },
});

describe('a submitted verb', () => {
  it('answers 202 with the operation, and where to look for it', async () => {
    const { status, headers, body } = await create();
    expect(status).toBe(202);
    expect(body).toMatchObject({
      operation: { object: 'Operation', status: 'QUEUED' },
      compute: { object: 'ComputeCluster' },
      warnings: [],
    });
    const { id } = body['operation'] as unknown as { id: string };
    const at = `${api.url}/v1/operations/${id}`;
    expect(headers.get('location')).toBe(at);
    expect(headers.get('operation-location')).toBe(at);
    expect(headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
    const followed = await rest(api, ours.operatorKey, `/operations/${id}`);
    expect(followed).toMatchObject({ status: 200, body: { id, status: 'QUEUED' } });
    expect(followed.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
  });

  it('stands in the audit trail with its channel', async () => {
    const { body } = await create();
    const { rows } = await api.database.pool.query(
      `SELECT channel FROM audit_event WHERE operation_id = $1`,
      [rowOf((body['operation'] as unknown as { id: string }).id)],
    );
    expect(rows).toEqual([{ channel: 'rest' }]);
  });

  it('takes the path of its action', async () => {
    const path = `/compute-instances/${ours.instanceId}/stop`;
    const stopped = await ask(path, { method: 'POST' });
    expect(stopped).toMatchObject({ status: 202, body: { noop: false } });
  });

  it('may name the type of a body that it has not', async () => {
    const path = `/operations/${globalId('Operation', randomUUID())}/cancel`;
    const headers = { 'content-type': 'application/json' };
    expect(await ask(path, { method: 'POST', headers })).toMatchObject(problem(404, 'NOT_FOUND'));
  });

  it.each([
    ['of no type', {}],
    ['of JSON', { 'content-type': 'application/json' }],
    ['of text', { 'content-type': 'text/plain' }],
  ])('may come with a body in chunks that is empty, %s', async (_what, headers) => {
    const cancel = `/operations/${globalId('Operation', randomUUID())}/cancel`;
    expect(await inChunks(cancel, headers, [])).toMatchObject(problem(404, 'NOT_FOUND'));
    const missing = await inChunks('/teams', headers, []);
    expect(missing).toMatchObject(problem(422, 'BAD_USER_INPUT'));
    expect(missing.body['errors']).toMatchObject([
      { pointer: '/costCenter' },
      { pointer: '/name' },
    ]);
  });

  it('may come in chunks, early or late', async () => {
    const headers = { 'content-type': 'application/json' };
    const text = JSON.stringify({ name: newName(), costCenter: 'CC' });
    const chunks = [text.slice(0, 5), text.slice(5, 20), text.slice(20)];
    expect(await inChunks('/teams', headers, chunks)).toMatchObject({ status: 201 });
    expect(await inChunks('/teams', headers, ['{', '"name"'])).toMatchObject(
      problem(400, 'BAD_REQUEST'),
    );
  });

  it("is nobody's failure where its client leaves before the first chunk", async () => {
    const logged: string[] = [];
    const log = pino({}, { write: (line: string) => void logged.push(line) });
    const strict = await startApi(api.database, undefined, log);
    const { hostname: host, port } = new URL(strict.url);
    const { adminKey } = strict;
    const headers = { authorization: `Bearer ${adminKey}`, 'transfer-encoding': 'chunked' };
    const asked = request({ host, port, path: '/v1/teams', method: 'POST', headers });
    asked.once('error', () => undefined).flushHeaders();
    await expect.poll(() => strict.statements()).not.toEqual([]);
    asked.destroy();
    await strict.close();
    const levels = logged.map((line) => (JSON.parse(line) as { level: number }).level);
    expect(Math.max(...levels), logged.join('')).toBe(pino.levels.values['info']);
  });

  it('takes what a deletion wants from the query', async () => {
    const path = `/computes/${ours.clusterId}`;
    expect(await ask(`${path}?confirmName=wrong`, { method: 'DELETE' })).toMatchObject(
      problem(422, 'CONFIRMATION_MISMATCH', {
        errors: [
          {
            code: 'CONFIRMATION_MISMATCH',
            parameter: 'confirmName',
            message: expect.any(String) as string,
          },
        ],
      }),
    );
    const stale = { 'if-match': '"0"' };
    expect(
      await ask(`${path}?confirmName=c-ours`, { method: 'DELETE', headers: stale }),
    ).toMatchObject(problem(412, 'ETAG_MISMATCH'));
    const twice = `${path}?confirmName=c-ours&confirmName=c-ours`;
    expect(await ask(twice, { method: 'DELETE' })).toMatchObject(
      problem(400, 'BAD_USER_INPUT', {
        errors: [
          {
            code: 'BAD_USER_INPUT',
            parameter: 'confirmName',
            message: 'It is given more than once.',
          },
        ],
      }),
    );
    const inBody = { method: 'DELETE', body: { confirmName: 'c-ours' } };
    expect(await ask(path, inBody)).toMatchObject(
      problem(400, 'BAD_USER_INPUT', {
        errors: [
          expect.objectContaining({
            pointer: '/confirmName',
            message: 'It stands in the query.',
          }),
          expect.objectContaining({ parameter: 'confirmName', message: 'It is missing.' }),
        ],
      }),
    );
    expect(await ask(`${path}?confirmName=c-ours&force=1`, { method: 'DELETE' })).toMatchObject(
      problem(400, 'BAD_USER_INPUT', { detail: 'There is no such parameter.' }),
    );
  });

  it('that makes something at once answers 201 and where that is', async () => {
    const body = { name: `team-${randomUUID()}`, costCenter: 'CC' };
    const made = await ask('/teams', { method: 'POST', body }, api.adminKey);
    const warnings = expect.arrayContaining([
      {
        code: 'COST_TAG_WITHOUT_DEFAULT',
        message: expect.stringMatching(/\w/) as string,
        field: ['defaultCostTags'],
      },
    ]) as unknown;
    expect(made).toMatchObject({ status: 201, body: { team: { object: 'Team' }, warnings } });
    const location = made.headers.get('location')!;
    expect(location.startsWith(`${api.url}/v1/teams/`)).toBe(true);
    const found = await ask(location.slice(`${api.url}/v1`.length), {}, api.adminKey);
    expect(found).toMatchObject({ status: 200, body: { name: body.name } });
  });

  it('that makes nothing and starts nothing answers 200', async () => {
    const body = { locations: ['eastus'] };
    const path = `/teams/${ours.teamId}/set-allowed-locations`;
    expect(await ask(path, { method: 'POST', body }, api.adminKey)).toMatchObject({ status: 200 });
    await ask(path, { method: 'POST', body: { locations: null } }, api.adminKey);
  });

  it('takes an ARM id in the path', async () => {
    const armId = encodeURIComponent(
      `${ours.groupArmId}/providers/Microsoft.MachineLearningServices/workspaces/ws-ours`,
    );
    const path = `/workspaces/${armId}/compute-clusters`;
    expect(await ask(path, { method: 'POST', body: newCluster() })).toMatchObject({ status: 202 });
  });
});

const rowOf = (id: string): string => Buffer.from(id, 'base64url').toString().split(':')[1]!;

it('is asked for lists and things of every kind, as the document says', async () => {
  for (const path of [
    '/computes?first=10&type=COMPUTE_CLUSTER',
    '/computes?costTag[key]=owner&costTag[value]=v&managed=true',
    '/workspaces',
    '/resource-groups?first=1',
    '/connected-clusters',
    '/teams',
    '/operations?status=QUEUED',
    '/audit-events?first=3',
    '/api-keys?open=true',
    '/principals',
    '/role-grants',
    '/viewer',
    '/viewer-roles',
    '/vm-sizes?location=eastus',
    `/nodes?ids=${ours.clusterId}&ids=${ours.instanceId}`,
    `/nodes/${ours.instanceId}`,
    `/computes/${ours.clusterId}`,
    `/compute-clusters/${ours.clusterId}`,
    `/compute-instances/${ours.instanceId}`,
    `/kubernetes-computes/${ours.attachmentId}`,
    `/arc-extensions/${ours.extensionId}`,
    `/connected-clusters/${ours.arcId}`,
    `/workspaces/${ours.workspaceId}`,
    `/resource-groups/${ours.groupId}`,
    `/teams/${ours.teamId}`,
  ])
    expect(await ask(path), path).toMatchObject({ status: 200 });
});

describe('what is refused', () => {
  it('names each field of the body by a pointer', async () => {
    const refused = await create({ name: 3, scale: { maxNodeCount: 'x' }, 'a/b~c': 1 });
    expect(refused).toMatchObject(problem(422, 'BAD_USER_INPUT'));
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    expect(refused.body['errors']).toMatchObject([
      { code: 'BAD_USER_INPUT', pointer: '/a~1b~0c' },
      { code: 'BAD_USER_INPUT', pointer: '/name' },
      { code: 'BAD_USER_INPUT', pointer: '/scale/maxNodeCount' },
      { code: 'BAD_USER_INPUT', pointer: '/vmSize' },
    ]);
  });

  it('names what holds a text, a list or an object that is too large, and the words of an enum', async () => {
    let deep: unknown = 1;
    for (let level = 0; level < 40; level += 1) deep = { deep };
    for (const [more, pointer, message] of [
      [{ scale: { maxNodeCount: 1, deep } }, '/scale', 'nests deeper than 32 levels'],
      [{ description: 'x'.repeat(5_000) }, '/description', '4096 are the most'],
      [{ costTags: Array.from({ length: 1_001 }, () => 1) }, '/costTags', '1000 are the most'],
      [{ vmPriority: 'HIGH' }, '/vmPriority', 'VmPriority is one of DEDICATED, LOW_PRIORITY.'],
      [{ vmPriority: 3 }, '/vmPriority', 'VmPriority is one of DEDICATED, LOW_PRIORITY.'],
    ] as const) {
      const refused = await create({ ...newCluster(), ...more });
      expect(refused).toMatchObject(problem(422, 'BAD_USER_INPUT'));
      const [first] = refused.body['errors'] as unknown as { pointer: string; message: string }[];
      expect(first).toMatchObject({ pointer });
      expect(first?.message).toContain(message);
    }
  });

  it.each([
    ['workspaceId', 'x', 'It stands in the path.'],
    ['idempotencyKey', randomUUID(), 'Send it as the header Idempotency-Key.'],
    ['more', 1, 'There is no such field.'],
  ])('is %s in the body', async (field, value, message) => {
    expect(await create({ ...newCluster(), [field]: value })).toMatchObject(
      problem(422, 'BAD_USER_INPUT', {
        errors: [{ code: 'BAD_USER_INPUT', message, pointer: `/${field}` }],
      }),
    );
  });

  it('is told by the operation that is under way', async () => {
    const made = await create();
    const { id } = made.body['compute'] as unknown as { id: string };
    const refused = await ask(`/compute-clusters/${id}`, {
      method: 'PATCH',
      body: { description: 'x' },
    });
    const operationId = (made.body['operation'] as unknown as { id: string }).id;
    expect(refused).toMatchObject(problem(409, 'OPERATION_IN_PROGRESS', { operationId }));
  });

  it.each([
    [
      'wrong',
      'PATCH',
      (): string => `/compute-clusters/${ours.clusterId}`,
      { vmSize: 'Standard_DS4_v2' },
      422,
      'IMMUTABLE_FIELD',
    ],
    [
      'not there',
      'PATCH',
      (): string => `/compute-clusters/${globalId('ComputeCluster', randomUUID())}`,
      { description: 'x' },
      404,
      'NOT_FOUND',
    ],
    [
      "another team's",
      'PATCH',
      (): string => `/compute-clusters/${theirs.clusterId}`,
      { description: 'x' },
      404,
      'NOT_FOUND',
    ],
    [
      'no id',
      'PATCH',
      (): string => '/compute-clusters/nothing',
      { description: 'x' },
      404,
      'NOT_FOUND',
    ],
    [
      'not there, in the body',
      'POST',
      (): string => `/computes/${ours.clusterId}/claim`,
      { teamId: globalId('Team', randomUUID()) },
      422,
      'NOT_FOUND',
    ],
    [
      'not shared',
      'POST',
      (): string => `/resource-groups/${ours.groupId}/workspaces`,
      {
        name: 'w',
        storageAccountId: `/subscriptions/${subscriptionId}/resourceGroups/x/providers/Microsoft.Storage/storageAccounts/s`,
        keyVaultId: `/subscriptions/${subscriptionId}/resourceGroups/x/providers/Microsoft.KeyVault/vaults/k`,
      },
      403,
      'SCOPE_NOT_SHARED',
    ],
  ] as const)('is what is %s', async (_what, method, path, body, status, code) => {
    expect(await ask(path(), { method, body })).toMatchObject(problem(status, code));
  });

  it('is who may not', async () => {
    const path = `/compute-clusters/${ours.clusterId}`;
    const request = { method: 'PATCH', body: { description: 'x' } };
    expect(await ask(path, request, viewerKey)).toMatchObject(problem(403, 'FORBIDDEN'));
  });

  it('is nobody', async () => {
    for (const key of [undefined, 'arm_wrong'])
      for (const [path, method] of [
        ['/teams', 'GET'],
        ['/teams', 'POST'],
        ['/operations/x/events', 'GET'],
      ] as const) {
        const refused = await rest(api, key, path, { method });
        expect(refused).toMatchObject(problem(401, 'UNAUTHENTICATED'));
        expect(refused.headers.get('www-authenticate')).toBe('Bearer');
      }
  });

  it.each([
    ['malformed JSON', '{', 'application/json', 400],
    ['a list', '[]', 'application/json', 400],
    ['a text', '"x"', 'application/json', 400],
    ['a form', 'name=x', 'application/x-www-form-urlencoded', 415],
    ['plain text', 'x', 'text/plain', 415],
    ['something else', 'x', 'application/xml', 415],
    ['too much', JSON.stringify({ name: 'x'.repeat(110_000) }), 'application/json', 413],
  ])('is %s', async (_what, body, type, status) => {
    const refused = await askAtOnce('/teams', {
      method: 'POST',
      body,
      headers: { 'content-type': type },
    });
    expect(refused).toMatchObject(problem(status, 'BAD_REQUEST'));
    expect(refused.headers.get('accept')).toBe(status === 415 ? 'application/json' : null);
  });

  it.each([
    ['/teams?frist=3', 'frist', 'There is no such parameter.'],
    ['/teams?first=3&first=4', 'first', 'It is given more than once.'],
    ['/teams?first=x', 'first', 'It must be an integer.'],
    ['/teams?first=500', 'first', 'is 1 to 100, not 500.'],
    ['/computes?last=0', 'last', 'is 1 to 100, not 0.'],
    ['/computes?first=2&last=2', 'last', 'Give first or last, 1 to 100, and not both.'],
    ['/teams?after=x', 'after', ''],
    ['/computes?managed=yes', 'managed', 'It must be true or false.'],
    [
      '/computes?type=NOTHING',
      'type',
      'ComputeType is one of COMPUTE_CLUSTER, COMPUTE_INSTANCE, KUBERNETES_COMPUTE.',
    ],
    ['/computes?workspaceId=x', 'workspaceId', ''],
    ['/computes?costTag=x', 'costTag', 'There is no such parameter.'],
    ['/computes?costTag[key]=x', 'costTag[value]', ''],
    ['/operations?from=yesterday', 'from', ''],
    [`/nodes/${'x'.repeat(2_049)}`, 'id', ''],
    ['/nodes/a%00b', 'id', ''],
  ])('is %s, by its parameter', async (path, parameter, message) => {
    const refused = await ask(path);
    expect(refused).toMatchObject(problem(400, 'BAD_USER_INPUT'));
    const [first] = refused.body['errors'] as unknown as { parameter?: string; message: string }[];
    expect(first?.parameter).toBe(parameter);
    expect(first?.message).toContain(message);
    // The sentence for people has its subject.
    const detail = refused.body['detail']!;
    expect(/^[A-Z]/.test(detail) || detail.startsWith(`${parameter} `), detail).toBe(true);
  });

  it('is nobody before anything of a body is read', async () => {
    for (const body of ['{', 'x'.repeat(110_000)])
      expect(await rest(api, 'wrong', '/teams', { method: 'POST', body })).toMatchObject(
        problem(401, 'UNAUTHENTICATED'),
      );
  });

  it('is another method, and what it answers is not taken', async () => {
    for (const [path, method, allow] of [
      ['/teams', 'PUT', 'GET, HEAD, OPTIONS, POST'],
      [`/computes/${ours.clusterId}`, 'PATCH', 'DELETE, GET, HEAD, OPTIONS'],
      [`/compute-instances/${ours.instanceId}/start`, 'GET', 'OPTIONS, POST'],
    ] as const) {
      const refused = await ask(path, { method });
      expect(refused).toMatchObject(problem(405, 'BAD_REQUEST'));
      expect(refused.headers.get('allow')).toBe(allow);
      const options = await rest(api, undefined, path, { method: 'OPTIONS' });
      expect(options.status).toBe(204);
      expect(options.headers.get('allow')).toBe(allow);
    }
    expect(await ask('/teams', { headers: { accept: 'text/html' } })).toMatchObject(
      problem(406, 'BAD_REQUEST'),
    );
    expect(await ask('/nothing')).toMatchObject(problem(404, 'NOT_FOUND'));
  });

  it('has an address that tells of it', async () => {
    const { body } = await ask('/computes?type=NOTHING');
    const told = await fetch(api.url + String(body['type']));
    expect(await told.json()).toEqual({
      code: 'BAD_USER_INPUT',
      when: expect.any(String) as string,
      todo: expect.any(String) as string,
    });
    expect(await ask('/problems/constructor')).toMatchObject(problem(404, 'NOT_FOUND'));
  });
});

describe('what is read', () => {
  it('is found by its type, and only by that', async () => {
    const found = await ask(`/compute-clusters/${ours.clusterId}`);
    expect(found).toMatchObject({ status: 200, body: { id: ours.clusterId, diagnostics: [] } });
    expect(await ask(`/computes/${ours.clusterId}`)).toMatchObject({ status: 200 });
    const refused = await ask(`/compute-instances/${ours.clusterId}`);
    expect(refused).toMatchObject(problem(404, 'NOT_FOUND'));
    expect(await ask(`/compute-clusters/${theirs.clusterId}`)).toMatchObject({ status: 404 });
  });

  it('has an etag that If-Match takes, by itself, in a list, or as *', async () => {
    const path = `/compute-clusters/${ours.clusterId}`;
    const etagOf = async () => (await ask(path)).headers.get('etag')!;
    const patch = async (ifMatch: string) => {
      const body = { description: randomUUID() };
      const headers = { 'if-match': ifMatch };
      const answer = await ask(path, { method: 'PATCH', body, headers });
      await api.database.pool.query(
        `UPDATE operation SET status = 'SUCCEEDED', due_at = NULL, completed_at = now() WHERE completed_at IS NULL`,
      );
      return answer;
    };
    const etag = await etagOf();
    expect(etag).toMatch(/^"[^"]+"$/);
    expect(await patch(etag)).toMatchObject({ status: 202 });
    const refused = await patch(etag);
    expect(refused).toMatchObject(
      problem(412, 'ETAG_MISMATCH', {
        errors: [
          { code: 'ETAG_MISMATCH', header: 'If-Match', message: expect.any(String) as string },
        ],
      }),
    );
    expect(await patch(`"0", ${await etagOf()} , W/"1"`)).toMatchObject({ status: 202 });
    expect(await patch('*')).toMatchObject({ status: 202 });
    expect(await patch(`W/${await etagOf()}`)).toMatchObject(problem(412, 'ETAG_MISMATCH'));
    expect(await patch('"0", "1"')).toMatchObject(problem(412, 'ETAG_MISMATCH'));
    expect(await patch('bare')).toMatchObject(
      problem(400, 'BAD_USER_INPUT', { errors: [expect.objectContaining({ header: 'If-Match' })] }),
    );
    const unheard = await create(newCluster(), { 'if-match': '"0"' });
    expect(unheard).toMatchObject(problem(400, 'BAD_USER_INPUT'));
  });

  it('comes in pages that link to each other', async () => {
    const all = await ask('/computes?first=100');
    const ids = (all.body['items'] as unknown as { id: string }[]).map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(3);
    const seen: string[] = [];
    let next: string | undefined = `${api.url}/v1/computes?first=2&managed=true`;
    let last = '';
    while (next !== undefined) {
      const page = await ask(next.slice(`${api.url}/v1`.length));
      expect(page.status).toBe(200);
      seen.push(...(page.body['items'] as unknown as { id: string }[]).map(({ id }) => id));
      expect(linkOf(page, 'first')).toBe(`${api.url}/v1/computes?managed=true&first=2`);
      last = linkOf(page, 'prev') ?? '';
      next = linkOf(page, 'next');
    }
    expect(seen).toEqual(ids);
    const before = await ask(last.slice(`${api.url}/v1`.length));
    expect((before.body['items'] as unknown as { id: string }[]).map(({ id }) => id)).toEqual(
      ids.slice(ids.length % 2 === 0 ? -4 : -3, ids.length % 2 === 0 ? -2 : -1),
    );
    expect(linkOf(await ask('/teams?first=1'), 'prev')).toBeUndefined();
  });

  it('counts all that the filter lets through where it is asked', async () => {
    const counted = await ask('/computes?first=1&count=true&type=COMPUTE_INSTANCE');
    expect(counted.body).toMatchObject({ totalCount: { count: 1, precision: 'EXACT' } });
    expect(linkOf(counted, 'first')).toContain('count=true');
    expect((await ask('/computes?first=1')).body).not.toHaveProperty('totalCount');
    expect(await ask('/computes?count=yes')).toMatchObject({
      status: 400,
      body: { errors: [{ parameter: 'count', message: 'It must be true or false.' }] },
    });
    expect(await ask('/vm-sizes?location=eastus&count=true')).toMatchObject({ status: 400 });
  });

  it('goes on in the order that was asked for, and in no other', async () => {
    const order = 'orderBy[field]=NAME&orderBy[direction]=DESC';
    const all = (await ask(`/computes?first=100&${order}`)).body['items'] as unknown as {
      name: string;
    }[];
    const names = all.map(({ name }) => name);
    expect(names).toEqual(names.toSorted().toReversed());
    const first = await ask(`/computes?first=1&${order}`);
    const second = await ask(String(linkOf(first, 'next')).slice(`${api.url}/v1`.length));
    expect(second.body['items']).toMatchObject([{ name: names[1] }]);
    const { endCursor } = first.body['pageInfo'] as unknown as { endCursor: string };
    expect(await ask(`/computes?first=1&after=${endCursor}`)).toMatchObject({
      status: 400,
      body: { errors: [{ parameter: 'after' }] },
    });
    expect(await ask('/operations?orderBy[field]=NAME')).toMatchObject({
      status: 400,
      body: { errors: [{ parameter: 'orderBy[field]' }] },
    });
    expect(await ask('/computes?orderBy[direction]=ASC')).toMatchObject({
      status: 400,
      body: { errors: [{ parameter: 'orderBy[field]' }] },
    });
  });

  it('takes the filters of GraphQL', async () => {
    const only = async (query: string) =>
      ((await ask(`/computes?${query}`)).body['items'] as unknown as { id: string }[]).map(
        ({ id }) => id,
      );
    expect(await only('type=COMPUTE_INSTANCE')).toEqual([ours.instanceId]);
    expect(await only(`nameContains=i-ours&workspaceId=${ours.workspaceId}`)).toEqual([
      ours.instanceId,
    ]);
    expect(await only('costTag[key]=none&costTag[value]=x')).toEqual([]);
    const at = encodeURIComponent('2020-01-01T00:00:00Z');
    expect(await ask(`/operations?from=${at}&status=SUCCEEDED`)).toMatchObject({ status: 200 });
    expect(await only('types=COMPUTE_INSTANCE&types=KUBERNETES_COMPUTE')).toContain(
      ours.instanceId,
    );
    const tagged = (tag: object) => `costTags=${encodeURIComponent(JSON.stringify(tag))}`;
    expect(await only(tagged({ key: 'none' }))).toEqual([]);
    expect(await only(`${tagged({ key: 'none', present: false })}&type=COMPUTE_INSTANCE`)).toEqual([
      ours.instanceId,
    ]);
    for (const wrong of ['owner', '["owner"]', '{"key":']) {
      const asked = await ask(`/computes?costTags=${encodeURIComponent(wrong)}`);
      expect(asked).toMatchObject({ status: 400, body: { errors: [{ parameter: 'costTags' }] } });
    }
    expect(await ask(`/computes?${tagged({ value: 'x' })}`)).toMatchObject({ status: 400 });
    const ids = `/nodes?ids=${ours.clusterId}&ids=${theirs.clusterId}`;
    expect(await ask(ids)).toMatchObject({ status: 200, body: [{ id: ours.clusterId }, null] });
  });

  it('is the same under a whole address, as who asks through a proxy may write it', async () => {
    const { hostname: host, port } = new URL(api.url);
    const headers = { host: 'armature.example', authorization: `Bearer ${ours.operatorKey}` };
    const answered = async (path: string) => {
      const asked = request({ host, port, path, headers }).end();
      const [answer] = (await once(asked, 'response')) as [IncomingMessage];
      answer.resume();
      return [answer.statusCode, answer.headers.link?.slice(0, 40), answer.headers['content-type']];
    };
    const [page, nothing] = ['/v1/workspaces?first=1', '/v1/nothing'];
    expect(await answered(`http://else.example${page}`)).toEqual(await answered(page));
    expect(await answered(`http://else.example${nothing}`)).toEqual(await answered(nothing));
  });

  it('is the same where letters of its path are encoded, also to who is nobody', async () => {
    const answered = async (path: string, request: RequestInit = {}) => {
      const response = await fetch(`${api.url}${path}`, request);
      return [response.status, response.headers.get('allow'), await response.json()];
    };
    const headers = { authorization: `Bearer ${ours.operatorKey}` };
    const encoded = '/%76%31/%74eams';
    const wrong = await answered(`${encoded}?first=500`, { headers });
    expect(wrong).toMatchObject([400, null, { code: 'BAD_USER_INPUT' }]);
    const other = await answered(encoded, { method: 'PUT', headers });
    expect(other).toMatchObject([405, 'GET, HEAD, OPTIONS, POST', { code: 'BAD_REQUEST' }]);
    const json = { 'content-type': 'application/json' };
    const nobody = await answered(encoded, { method: 'POST', headers: json, body: '{' });
    expect(nobody).toMatchObject([401, null, { code: 'UNAUTHENTICATED' }]);
  });

  it('names a parameter that is missing', async () => {
    expect(await ask('/nodes')).toMatchObject(
      problem(400, 'BAD_USER_INPUT', {
        errors: [{ parameter: 'ids', message: 'It is missing.', code: 'BAD_USER_INPUT' }],
      }),
    );
  });

  it('can be asked for without its body', async () => {
    const response = await fetch(`${api.url}/v1/compute-clusters/${ours.clusterId}`, {
      method: 'HEAD',
      headers: { authorization: `Bearer ${ours.operatorKey}` },
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('etag')).toMatch(/^"/);
    expect(await response.text()).toBe('');
  });
});

const linkOf = ({ headers }: { headers: Headers }, rel: string): string | undefined =>
  new RegExp(`<([^>]+)>; rel="${rel}"`).exec(headers.get('link') ?? '')?.[1];

describe('an idempotency key', () => {
  it('answers the first result again, in quotes or without', async () => {
    const [key, body] = [randomUUID(), newCluster()];
    const first = await create(body, { 'idempotency-key': `"${key}"` });
    const again = await create(body, { 'idempotency-key': key });
    expect(first.status).toBe(202);
    expect(again.status).toBe(202);
    expect(again.body['operation']).toMatchObject({
      id: (first.body['operation'] as unknown as { id: string }).id,
    });
    const different = await create(newCluster(), { 'idempotency-key': key });
    expect(different).toMatchObject(
      problem(422, 'IDEMPOTENCY_KEY_PARAMETER_MISMATCH', {
        errors: [expect.objectContaining({ header: 'Idempotency-Key' })],
      }),
    );
  });

  it('that is none is refused by its header', async () => {
    expect(await create(newCluster(), { 'idempotency-key': 'x' })).toMatchObject(
      problem(400, 'BAD_USER_INPUT', {
        errors: [expect.objectContaining({ header: 'Idempotency-Key' })],
      }),
    );
  });

  it('whose request is being accepted, by whatever process, is a conflict', async () => {
    const [key, body] = [randomUUID(), newCluster()];
    const client = await api.database.pool.connect();
    try {
      await client.query('BEGIN');
      await client.query('LOCK TABLE operation IN ACCESS EXCLUSIVE MODE');
      const headers = { 'idempotency-key': key };
      const first = create(body, headers);
      await expect
        .poll(async () => (await client.query('SELECT FROM idempotency_key_in_use')).rowCount)
        .toBe(1);
      for (const process of [api, other]) {
        const path = `/workspaces/${ours.workspaceId}/compute-clusters`;
        const refused = await rest(process, ours.operatorKey, path, {
          method: 'POST',
          body,
          headers,
        });
        expect(refused).toMatchObject(problem(409, 'IDEMPOTENCY_KEY_IN_USE'));
        expect(refused.headers.get('retry-after')).toBe('1');
      }
      await client.query('COMMIT');
      const done = await first;
      expect(done.status).toBe(202);
      const again = await create(body, headers);
      expect(again.body['operation']).toMatchObject({
        id: (done.body['operation'] as unknown as { id: string }).id,
      });
    } finally {
      client.release(true);
    }
  });

  it('of a process that died is free again after a while', async () => {
    const [key, body] = [randomUUID(), newCluster()];
    const { rows } = await api.database.pool.query<{ id: string }>(
      `SELECT k.principal_id AS id FROM api_key k JOIN principal p ON p.id = k.principal_id WHERE p.display_name = 'operator-ours'`,
    );
    const left = (until: string) =>
      api.database.pool.query(
        `INSERT INTO idempotency_key_in_use VALUES ($1, $2, gen_random_uuid(), now() + $3::interval)
         ON CONFLICT (principal_id, key) DO UPDATE SET until = excluded.until`,
        [rows[0]?.id, key, until],
      );
    await left('1 minute');
    const headers = { 'idempotency-key': key };
    expect(await create(body, headers)).toMatchObject({ status: 409 });
    await left('-1 second');
    expect(await create(body, headers)).toMatchObject({ status: 202 });
  });
});

describe('an operation', () => {
  const end = async (id: string) => {
    await api.database.pool.query(
      `UPDATE operation SET status = 'SUCCEEDED', due_at = NULL, completed_at = now() WHERE id = $1`,
      [rowOf(id)],
    );
    await api.database.pool.query(`SELECT pg_notify('armature_outbox', $1)`, [
      JSON.stringify({ topic: 'operation.changed', operationId: rowOf(id), teamId: ours.rowId }),
    ]);
  };
  const begin = async (): Promise<string> =>
    ((await create()).body['operation'] as unknown as { id: string }).id;

  it('is waited for until it ends', async () => {
    const id = await begin();
    const waiting = ask(`/operations/${id}`, { headers: { prefer: 'wait=20' } });
    await expect.poll(() => api.streamCount()).toBe(1);
    await end(id);
    const answer = await waiting;
    expect(answer).toMatchObject({ status: 200, body: { status: 'SUCCEEDED' } });
    expect(answer.headers.get('preference-applied')).toBe('wait=20');
    expect(answer.headers.get('retry-after')).toBeNull();
    expect(api.streamCount()).toBe(0);
  });

  it('is not told to who waits with a key that stopped working meanwhile', async () => {
    let isRevoked = false;
    const known = createAuthenticator({ pool: api.database.pool, onError: () => undefined });
    const authenticate = async (key: string) => (isRevoked ? undefined : known(key));
    const strict = await startApi(api.database, undefined, undefined, { authenticate });
    const id = await begin();
    const waiting = rest(strict, ours.operatorKey, `/operations/${id}`, {
      headers: { prefer: 'wait=20' },
    });
    await expect.poll(() => strict.streamCount()).toBe(1);
    isRevoked = true;
    await end(id);
    expect(await waiting).toMatchObject(problem(401, 'UNAUTHENTICATED'));
    await strict.close();
  });

  it('is waited for beyond the time of other requests, however its address is written', async () => {
    const http = { corsOrigins: [], trustedProxies: [], deadlineSeconds: 1 };
    const hurried = await startApi(api.database, undefined, undefined, { http });
    const path = `/%6fperations/${await begin()}`;
    const headers = { prefer: 'wait=2' };
    const since = performance.now();
    const answer = await rest(hurried, ours.operatorKey, path, { headers });
    expect(answer).toMatchObject({ status: 200, body: { status: 'QUEUED' } });
    expect(performance.now() - since).toBeGreaterThan(1_900);
    await hurried.close();
  });

  it('is answered as it stands once the time is over', async () => {
    const id = await begin();
    const answer = await ask(`/operations/${id}`, { headers: { prefer: 'respond-async, wait=0' } });
    expect(answer).toMatchObject({ status: 200, body: { status: 'QUEUED' } });
    expect(answer.headers.get('preference-applied')).toBe('wait=0');
  });

  it('that one polls takes the statements that GraphQL takes', async () => {
    const id = await begin();
    const query = `query ($id: ID!) { operation(id: $id) { id status progress steps { name status } } }`;
    await api.graphql(ours.operatorKey, query, { id });
    api.statements();
    await ask(`/operations/${id}`);
    const took = api.statements();
    await api.graphql(ours.operatorKey, query, { id });
    expect(took).toHaveLength(api.statements().length);
  });

  it('tells what happens to it as events, each once', async () => {
    const id = await begin();
    api.statements();
    const events = await follow(id);
    expect(await events.next()).toMatchObject({ event: 'operation', data: { status: 'QUEUED' } });
    api.statements();
    await end(id);
    const last = await events.next();
    expect(last).toMatchObject({ event: 'operation', data: { status: 'SUCCEEDED' } });
    expect(api.statements().filter((text) => text.includes('FROM operation o'))).toHaveLength(1);
    expect(await events.next()).toBeUndefined();
    const again = await fetch(`${api.url}/v1/operations/${id}/events`, {
      headers: { authorization: `Bearer ${ours.operatorKey}`, 'last-event-id': last!.id },
    });
    expect(again.status).toBe(204);
  });

  it('does not tell again what a client says that it knows', async () => {
    const id = await begin();
    const before = await follow(id);
    const first = await before.next();
    await before.cancel();
    const events = await follow(id, first!.id);
    await end(id);
    expect(await events.next()).toMatchObject({ data: { status: 'SUCCEEDED' } });
  });

  it('that nobody may see has no events', async () => {
    const { body } = await rest(
      api,
      theirs.operatorKey,
      `/workspaces/${theirs.workspaceId}/compute-clusters`,
      { method: 'POST', body: newCluster() },
    );
    const { id } = body['operation'] as unknown as { id: string };
    expect(await ask(`/operations/${id}/events`)).toMatchObject(problem(404, 'NOT_FOUND'));
    expect(await ask('/operations/x/events')).toMatchObject(problem(404, 'NOT_FOUND'));
    expect(await askAtOnce('/operations/x/events', { method: 'HEAD' })).toMatchObject({
      status: 404,
    });
    const json = { headers: { accept: 'application/json' } };
    expect(await ask(`/operations/${id}/events`, json)).toMatchObject(problem(406, 'BAD_REQUEST'));
  });

  it('is where it was, with where it is now', async () => {
    const id = await begin();
    const response = await fetch(`${api.url}/operations/${id}`, {
      headers: { authorization: `Bearer ${ours.operatorKey}` },
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('deprecation')).toMatch(/^@\d+$/);
    expect(response.headers.get('link')).toBe(
      `<${api.url}/v1/operations/${id}>; rel="successor-version"`,
    );
  });

  async function follow(id: string, known?: string) {
    const over = new AbortController();
    const response = await fetch(`${api.url}/v1/operations/${id}/events`, {
      signal: over.signal,
      headers: {
        authorization: `Bearer ${ours.operatorKey}`,
        accept: 'text/event-stream',
        ...(known !== undefined && { 'last-event-id': known }),
      },
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    const next = async (): Promise<{ event: string; id: string; data: object } | undefined> => {
      const event = /^(?::\n\n)*event: (\w+)\n(?:id: (.+)\n)?data: (.+)\n\n/.exec(text);
      if (event) {
        text = text.slice(event[0].length);
        return { event: event[1]!, id: event[2] ?? '', data: JSON.parse(event[3]!) as object };
      }
      const { value, done } = await reader.read();
      if (done) return undefined;
      text += value;
      return next();
    };
    const cancel = async () => {
      over.abort();
      await expect.poll(() => api.streamCount()).toBe(0);
    };
    return { next, cancel };
  }
});
