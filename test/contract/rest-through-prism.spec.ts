import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { findFreePort } from '../../apps/launcher/src/postgres/find-free-port.js';
import { startApi, type ApiUnderTest } from '../support/api.js';
import { rowIdOf } from '../support/gateway.js';
import { rest, type RestAnswer, type RestRequest } from '../support/rest.js';
import { givenScopes, type GivenTeam } from '../support/scope-scene.js';

let api: ApiUnderTest;
let ours: GivenTeam;
let prism: ChildProcess;
let url: string;
beforeAll(async () => {
  api = await startApi();
  ours = await givenScopes(api, 'ours', 'rg-ours');
  const port = await findFreePort();
  const upstream = `${api.url}/v1`;
  prism = spawn('node_modules/.bin/prism', ['proxy', 'openapi.json', upstream, '-p', `${port}`], {
    stdio: 'ignore',
  });
  url = `http://127.0.0.1:${port}`;
  await vi.waitFor(() => fetch(`${url}/viewer`), { timeout: 60_000, interval: 200 });
}, 90_000);
afterAll(async () => {
  prism.kill();
  await once(prism, 'exit');
  await api?.close();
});

/** Asks through the proxy, which says in a header what of a request or an answer is not as the document has it. */
async function ask(path: string, request: RestRequest = {}): Promise<RestAnswer> {
  // The proxy knows the paths below /v1 alone.
  const answer = await rest({ url }, ours.operatorKey, `/../${path}`, request);
  expect(answer.headers.get('sl-violations'), `${path} ${JSON.stringify(answer.body)}`).toBeNull();
  // It has problems of its own.
  expect(JSON.stringify(answer.body)).not.toContain('stoplight.io');
  return answer;
}

const end = (answer: RestAnswer) =>
  api.database.pool.query(
    `UPDATE operation SET status = 'SUCCEEDED', due_at = NULL, completed_at = now() WHERE id = $1`,
    [rowIdOf(answer.body['operation']!['id']!)],
  );

it('is asked for lists and things, and answered, as the document says', async () => {
  for (const path of [
    'computes?first=10&type=COMPUTE_CLUSTER',
    'computes?costTag[key]=owner&costTag[value]=v&managed=true',
    'workspaces',
    'resource-groups?first=1',
    'connected-clusters',
    'teams',
    'operations?status=QUEUED',
    'audit-events?first=3',
    'api-keys?open=true',
    'viewer',
    'viewer-roles',
    'vm-sizes?location=eastus',
    `nodes?ids=${ours.clusterId}&ids=${ours.instanceId}`,
    `nodes/${ours.instanceId}`,
    `computes/${ours.clusterId}`,
    `compute-clusters/${ours.clusterId}`,
    `compute-instances/${ours.instanceId}`,
    `kubernetes-computes/${ours.attachmentId}`,
    `arc-extensions/${ours.extensionId}`,
    `connected-clusters/${ours.arcId}`,
    `workspaces/${ours.workspaceId}`,
    `resource-groups/${ours.groupId}`,
    `teams/${ours.teamId}`,
  ])
    expect(await ask(path)).toMatchObject({ status: 200 });
  expect(await ask('compute-clusters/nothing')).toMatchObject({ status: 404 });
});

it('creates, watches, changes and deletes, as the document says', async () => {
  const body = { name: 'prism', vmSize: 'Standard_DS3_v2', scale: { maxNodeCount: 1 } };
  const headers = { 'idempotency-key': `"${randomUUID()}"` };
  const list = `workspaces/${ours.workspaceId}/compute-clusters`;
  const made = await ask(list, { method: 'POST', body, headers });
  expect(made).toMatchObject({ status: 202 });
  const id = made.body['compute']!['id']!;
  const operationId = made.body['operation']!['id']!;
  expect(await ask(`operations/${operationId}`, { headers: { prefer: 'wait=0' } })).toMatchObject({
    status: 200,
  });
  const change = { method: 'PATCH', body: { description: 'x' } };
  expect(await ask(`compute-clusters/${id}`, change)).toMatchObject({ status: 409 });
  expect(await ask(list, { method: 'POST', body })).toMatchObject({ status: 409 });
  await end(made);
  const gone = await ask(`computes/${id}?confirmName=prism`, { method: 'DELETE' });
  expect(gone).toMatchObject({ status: 202 });
  const cluster = { method: 'PATCH', body: { description: 'x' } };
  const changed = await ask(`compute-clusters/${ours.clusterId}`, cluster);
  expect(changed).toMatchObject({ status: 202 });
  await end(changed);
  const stale = { ...cluster, headers: { 'if-match': '"0"' } };
  expect(await ask(`compute-clusters/${ours.clusterId}`, stale)).toMatchObject({ status: 412 });
  const stopped = await ask(`compute-instances/${ours.instanceId}/stop`, { method: 'POST' });
  expect(stopped).toMatchObject({ status: 202 });
});
