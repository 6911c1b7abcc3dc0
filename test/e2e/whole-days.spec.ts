import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createDevelopmentKey } from '#libs/tenants';
import { findFreePort } from '../../apps/launcher/src/postgres/find-free-port.js';
import { startAgent, type Agent, type Era } from '../support/agent.js';
import { startPrism, type Prism } from '../support/prism.js';
import { startProcessSystem, type ProcessSystem } from '../support/process-system.js';
import type { RestAnswer, RestRequest } from '../support/rest.js';

let system: ProcessSystem;
let key: string;
let url: string;
let prism: Prism;
beforeAll(async () => {
  const port = await findFreePort();
  url = `http://127.0.0.1:${port}`;
  system = await startProcessSystem({
    clockRate: 60,
    environment: { PORT: `${port}`, ARMATURE_REQUIRED_COST_TAGS: 'costCenter' },
  });
  key = await createDevelopmentKey(system.database.pool);
  await system.start('worker', 'worker');
  await system.start('api', 'api');
  const isReady = async () => (await fetch(`${url}/readyz`).catch(() => undefined))?.ok;
  await vi.waitUntil(isReady, { timeout: 60_000, interval: 50 });
});
afterAll(async () => {
  await prism?.stop();
  await system.stop();
});

/** Asks again and again, as agents do, until the operation has ended; answers how it went. */
async function watch(agent: Agent, id: string | undefined) {
  const seen = new Set<string>();
  await expect
    .poll(
      async () => {
        const { data } = await agent.call('operation_get', { id });
        seen.add(data.status!);
        expect(data.progress).toBeLessThanOrEqual(1);
        return data.status;
      },
      { timeout: 60_000 },
    )
    .toMatch(/SUCCEEDED|FAILED|CANCELED/);
  return [...seen].at(-1);
}

describe.each(['2026', '2025'] as const)('an agent of protocol %s', (era: Era) => {
  it('makes a cluster, watches it and takes it away, with a workspace to hold it', async () => {
    const person =
      era === '2026' ? () => ({ action: 'accept', confirm: true }) as const : undefined;
    const agent = await startAgent(url, key, era, person);
    const done = async (name: string, args: object) => {
      const { data, errors } = await agent.call(name, args);
      expect([name, errors]).toEqual([name, []]);
      expect([name, await watch(agent, data.operation!.id)]).toEqual([name, 'SUCCEEDED']);
      return data;
    };
    const team = await agent.call('team_create', { name: `agents-${era}`, costCenter: 'CC-1' });
    const teamId = team.data.team!.id;
    const { resourceGroup } = await done('resource_group_create', {
      teamId,
      name: `rg-${era}`,
      location: 'eastus',
    });
    const { workspace } = await done('workspace_create', {
      resourceGroupId: resourceGroup!.id,
      name: `ws-${era}`,
    });
    const { compute } = await done('compute_cluster_create', {
      workspaceId: workspace!.id,
      name: 'cpu',
      vmSize: 'STANDARD_DS3_V2',
      scale: { minNodeCount: 0, maxNodeCount: 2 },
    });
    const shown = await agent.call('node_get', { id: compute!.id });
    expect(shown.data).toMatchObject({ object: 'ComputeCluster', provisioningState: 'SUCCEEDED' });
    await done('compute_delete', { computeId: compute!.id, confirmName: 'cpu' });
    expect(agent.questions).toHaveLength(era === '2026' ? 1 : 0);
    const { errors } = await agent.call('node_get', { id: compute!.id });
    expect(errors).toMatchObject([{ code: 'NOT_FOUND' }]);
    await agent.close();
  }, 180_000);
});

/** Asks through Prism, which finds nothing wrong with any request or answer of the day. */
async function see(whose: string, path: string, request?: RestRequest): Promise<RestAnswer> {
  const answer = await prism.ask(whose, path, request);
  expect(answer.headers.get('sl-violations'), path).toBeNull();
  return answer;
}

/** An operation as it ended, each of the ways by which REST tells of one. */
const follow = {
  /** Told of each change; of an operation that has ended already, that it has. */
  async events(key: string, id: string): Promise<string | undefined> {
    const headers = { authorization: `Bearer ${key}`, accept: 'text/event-stream' };
    const response = await fetch(`${url}/v1/operations/${id}/events`, { headers });
    const told = [...(await response.text()).matchAll(/^event: operation\nid: .+\ndata: (.+)$/gm)];
    const seen = told.map(([, data]) => (JSON.parse(data ?? '') as { status: string }).status);
    // One that ends while it is asked for is told of once.
    expect(seen).not.toEqual([]);
    return seen.at(-1);
  },
  /** Answered when it has ended, or asked again. */
  async wait(key: string, id: string): Promise<string | undefined> {
    const headers = { prefer: 'wait=30' };
    const { headers: said, body } = await see(key, `/operations/${id}`, { headers });
    expect(said.get('preference-applied')).toBe('wait=30');
    return body['completedAt'] ? body['status'] : follow.wait(key, id);
  },
  /** Asked again when the last answer said. */
  async polls(key: string, id: string): Promise<string | undefined> {
    const { headers, body } = await see(key, `/operations/${id}`);
    if (body['completedAt']) return body['status'];
    await sleep(Number(headers.get('retry-after')) * 1_000);
    return follow.polls(key, id);
  },
};

it('a platform that knows REST alone works through a day', { timeout: 300_000 }, async () => {
  const ask = async (whose: string, path: string, request: RestRequest, status: number) => {
    const answer = await see(whose, path, request);
    expect([path, answer.status, answer.body['detail']]).toEqual([path, status, undefined]);
    return answer;
  };
  const post = (whose: string, path: string, body?: object, status = 202) =>
    ask(whose, path, { method: 'POST', ...(body && { body }) }, status);
  const done = async (whose: string, { headers, body }: RestAnswer, by = follow.wait) => {
    const at = headers.get('location') ?? '';
    expect(at).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1\/operations\/\w+$/);
    expect([at, await by(whose, at.split('/').at(-1) ?? '')]).toEqual([at, 'SUCCEEDED']);
    return body;
  };

  prism = await startPrism(url);

  // The platform's own key makes a team, and keys for who works in it.
  const { body: made } = await post(key, '/teams', { name: 'rest', costCenter: 'CC-1' }, 201);
  const teamId = made['team']!['id']!;
  const keyOf = async (whose: string, name: string, role: string) =>
    (await post(whose, '/api-keys', { botName: name, name, teamId, role }, 201)).body;
  const admin = (await keyOf(key, 'rest-admin', 'ADMIN'))['secret']!;
  const operating = await keyOf(admin, 'rest-operator', 'OPERATOR');
  const rotated = await post(admin, `/api-keys/${operating['apiKey']!['id']}/rotate`, {}, 200);
  const operator = rotated.body['secret']!;

  // What it asks for is made, and followed by each of the ways that there are.
  const groupBody = { name: 'rg-rest', location: 'eastus' };
  const headers = { 'idempotency-key': `"${crypto.randomUUID()}"` };
  const asked = { method: 'POST', body: groupBody, headers };
  const groups = `/teams/${teamId}/resource-groups`;
  const first = await ask(operator, groups, asked, 202);
  const again = await ask(operator, groups, asked, 202);
  expect(again.headers.get('location')).toBe(first.headers.get('location'));
  const { resourceGroup: group } = await done(operator, first, follow.events);
  const { workspace } = await done(
    operator,
    await post(operator, `/resource-groups/${group!['id']}/workspaces`, {
      name: 'ws-rest',
    }),
  );
  const within = `/workspaces/${workspace!['id']}`;
  const make = async (list: string, body: object, by: typeof follow.wait) =>
    done(operator, await post(operator, `${within}/${list}`, body), by);
  const vmSize = 'STANDARD_DS3_V2';
  const [cluster, instance] = await Promise.all([
    make('compute-clusters', { name: 'cpu', vmSize, scale: { maxNodeCount: 2 } }, follow.polls),
    make('compute-instances', { name: 'ada-box', vmSize }, follow.events),
  ]);

  // A cluster grows, once: who read it before is told so.
  const clusterAt = `/compute-clusters/${cluster['compute']!['id']}`;
  const etag = (await ask(operator, clusterAt, {}, 200)).headers.get('etag') ?? '';
  const grow = { method: 'PATCH', body: { scale: { maxNodeCount: 4 } } };
  const grown = { ...grow, headers: { 'if-match': etag } };
  await done(operator, await ask(operator, clusterAt, grown, 202));
  expect(await see(operator, clusterAt, grown)).toMatchObject({ status: 412 });
  expect((await ask(operator, clusterAt, {}, 200)).body).toMatchObject({
    provisioningState: 'SUCCEEDED',
    scale: { maxNodeCount: 4 },
  });

  // A machine is stopped, and started.
  const box = `/compute-instances/${instance['compute']!['id']}`;
  await done(operator, await post(operator, `${box}/stop`));
  expect((await ask(operator, box, {}, 200)).body).toMatchObject({ state: 'STOPPED' });
  expect((await post(operator, `${box}/stop`)).body).toMatchObject({ noop: true });

  // Somebody may look, and then no longer.
  const viewing = await keyOf(admin, 'rest-viewer', 'VIEWER');
  const looker = viewing['secret']!;
  await ask(looker, box, {}, 200);
  expect(await see(looker, `${box}/start`, { method: 'POST' })).toMatchObject({
    status: 403,
  });
  const { body: roles } = await ask(admin, `/role-grants?teamId=${teamId}&role=VIEWER`, {}, 200);
  const [grant] = roles['items'] as unknown as { id: string; subject: { id: string } }[];
  const to = { principalId: grant?.subject.id };
  const role = await post(admin, '/role-grants', { to, role: 'OPERATOR', teamId }, 201);
  await ask(admin, role.headers.get('location')!.slice(`${url}/v1`.length), {}, 200);
  for (const id of [grant?.id, role.body['roleGrant']!['id']])
    await post(admin, `/role-grants/${id}/revoke`, undefined, 200);
  // The key that was rotated ends before its time.
  const { secret: old = '', apiKey: known } = operating;
  await ask(old, box, {}, 200);
  await post(admin, `/api-keys/${known!['id']}/revoke`, undefined, 200);

  // All of it goes again, by its name.
  const remove = async (path: string, name: string) => {
    const request = { method: 'DELETE' };
    await done(operator, await ask(operator, `${path}?confirmName=${name}`, request, 202));
    expect(await see(operator, path)).toMatchObject({ status: 404 });
  };
  await remove(`/computes/${instance['compute']!['id']}`, 'ada-box');
  await remove(clusterAt.replace('compute-clusters', 'computes'), 'cpu');
  await remove(within, 'ws-rest');
  await remove(`/resource-groups/${group!['id']}`, 'rg-rest');

  // By now neither who may no longer look nor the old key gets in; the trail tells all of it, page by page.
  await expect.poll(async () => (await see(looker, `/teams/${teamId}`)).status).toBe(404);
  await expect.poll(async () => (await see(old, '/viewer')).status).toBe(401);
  const seen: { action: string; channel: string }[] = [];
  let next: string | undefined = `${url}/v1/audit-events?first=10`;
  while (next !== undefined) {
    const page = await ask(admin, next.slice(`${url}/v1`.length), {}, 200);
    seen.push(...(page.body['items'] as unknown as typeof seen));
    next = /<([^>]+)>; rel="next"/.exec(page.headers.get('link') ?? '')?.[1];
  }
  expect(seen.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['resource_group.create.accepted', 'api_key.revoked', 'role.revoked']),
  );
});
