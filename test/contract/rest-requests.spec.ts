import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { GraphQLError } from 'graphql';
import { workspaceArmId } from '#libs/kernel';
import { globalId } from '#libs/verbs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { FairQueue } from '../../apps/api/src/cost/fair-queue.js';
import { StreamParts } from '../../apps/api/src/subscriptions/stream-parts.js';
import { StreamsModule } from '../../apps/api/src/subscriptions/streams.module.js';
import { startApi, type ApiUnderTest } from '../support/api.js';
import { awaitApproval } from '../support/await-approval.js';
import { checkDescribed, places } from '../support/described-answers.js';
import { FakeArm } from '../support/fake-arm.js';
import { givenFound } from '../support/found.js';
import { apiKeyId, at, givenKey, givenTeam, rowIdOf } from '../support/gateway.js';
import { givenListed } from '../support/listed.js';
import {
  exampleFor,
  idFor,
  requestOf,
  searchOf,
  type GivenThings,
  type Place,
} from '../support/openapi-requests.js';
import { rest } from '../support/rest.js';
import { givenScopes, insertRow, plainExtension, type GivenTeam } from '../support/scope-scene.js';

const count = Number(process.env['REST_REQUESTS'] ?? '5000');
const seed = Number(process.env['REST_SEED'] ?? '20261128');

let api: ApiUnderTest;
let ours: GivenThings;
let unusedKey: string;
let viewerKey: string;
let principalId: string;
beforeAll(async () => {
  const streamLimits = { perSocket: 1_000, perPrincipal: 3, perProcess: 10_000 };
  const arm = new FakeArm();
  arm.resources.set('/subscriptions/11111111-1111-4111-8111-111111111111', { state: 'Enabled' });
  api = await startApi(undefined, arm, undefined, { streamLimits });
  const team = await givenScopes(api, 'ours', 'rg-ours');
  viewerKey = await givenKey(api, team.teamId, 'VIEWER', 'viewer');
  const { data } = await api.graphql(api.adminKey, '{ viewer { id } }');
  principalId = rowIdOf(at(data)['viewer']!['id']!);
  unusedKey = await givenKey(api, null, 'ADMIN', 'unused');
  const stopped = await rest(api, api.adminKey, `/compute-instances/${team.instanceId}/stop`, {
    method: 'POST',
  });
  const operationId = stopped.body['operation']!['id']!;
  const known = await apiKeyId(api, 'operator-ours');
  const key = await rest(api, api.adminKey, `/api-keys/${known}`);
  const whose = key.body['principal']!['id']!;
  const grants = await rest(api, api.adminKey, `/role-grants?principalId=${whose}`);
  const [grant] = grants.body['items'] as unknown as { id: string }[];
  const roleGrantId = grant?.id ?? '';
  const createResourceGroup = { teamId: team.teamId, name: 'rg-planned', location: 'eastus' };
  const planned = await rest(api, api.adminKey, '/plans', {
    method: 'POST',
    body: { change: { createResourceGroup } },
  });
  const planId = planned.body['plan']!['id']!;
  const told = await rest(api, api.adminKey, '/events?first=1');
  const [{ id: eventId }] = told.body['items'] as unknown as [{ id: string }];
  const rule = { name: 'never', condition: 'false', effect: 'DENY', message: 'Never.' };
  const ruled = await rest(api, api.adminKey, '/policies', {
    method: 'POST',
    body: { ...rule, teamId: team.teamId },
  });
  const policyId = ruled.body['policy']!['id']!;
  ours = {
    ...team,
    operationId,
    apiKeyId: known,
    principalId: whose,
    roleGrantId,
    planId,
    eventId,
    policyId,
  };
});
afterAll(() => api?.close());

const seen = new Map<string, Set<number>>();

type Generated = ReturnType<typeof requestOf> extends fc.Arbitrary<infer T> ? T : never;

interface Sent {
  method: string;
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
  key?: string | undefined;
}

/** Sends a request; throws where the answer is not one that the document describes. */
async function send(place: Place, { method, path, body, headers = {}, key = api.adminKey }: Sent) {
  const response = await fetch(`${api.url}/v1${path}`, {
    method,
    signal: AbortSignal.timeout(20_000),
    headers: {
      ...(key !== '' && { authorization: `Bearer ${key}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  }).catch((cause: unknown) => {
    throw new Error(`no answer: ${method} ${path}`, { cause });
  });
  const { status, headers: answered } = response;
  const text = await response.text();
  const { operationId } = place.operation;
  seen.set(operationId, (seen.get(operationId) ?? new Set()).add(status));
  const asked = `${method} ${path} ${JSON.stringify(body)}`;
  checkDescribed(place, { status, headers: answered, text }, asked);
  return { status, text };
}

const settle = () =>
  api.database.pool.query(
    `UPDATE operation SET status = 'SUCCEEDED', due_at = NULL, completed_at = now() WHERE completed_at IS NULL`,
  );

/** A stream is followed in specs of its own. */
const generated = places.filter(({ operation }) => operation.operationId !== 'operationEvents');

const idOf = (place: Place): string => idFor(place.path, ours);

/** What is not any text. */
const neededValues: Readonly<Record<string, string>> = {
  location: 'eastus',
  vmSize: 'Standard_DS3_v2',
};

/** A request that would be taken, but for what a status wants to be wrong with it. */
function plain(place: Place, id = idOf(place)): Sent {
  const { method, path, operation } = place;
  const content = operation.requestBody?.content['application/json'];
  const needed = operation.parameters.filter((one) => one.in === 'query' && one.required);
  const query = needed.map(({ name }) => [name, neededValues[name] ?? 'x']);
  const search = searchOf(Object.fromEntries(query) as Record<string, unknown>);
  const body = content && exampleFor(content.examples.usual.value, ours);
  return { method, path: path.replace('{id}', id) + search, body };
}

const withQuery = (path: string, query: string): string =>
  `${path}${path.includes('?') ? '&' : '?'}${query}`;

const underKey = (sent: Sent, key: string): Sent => ({
  ...sent,
  headers: { 'idempotency-key': key },
});

async function keyInUse(): Promise<string> {
  const key = randomUUID();
  await api.database.pool.query(
    `INSERT INTO idempotency_key_in_use VALUES ($1, $2, gen_random_uuid(), now() + interval '1 minute')`,
    [principalId, key],
  );
  return key;
}

async function usedKey(): Promise<string> {
  const key = randomUUID();
  await api.database.pool.query(
    `INSERT INTO idempotency_record (principal_id, key, mutation, input_hash, result) VALUES ($1, $2, 'other', 'x', '{}')`,
    [principalId, key],
  );
  return key;
}

/** An instance on which an operation has begun and not ended. */
async function underWay(): Promise<string> {
  await begun();
  return ours.instanceId;
}

/** What is planned can be under way or be nothing; a plan itself takes no key. */
const planOf = (change: object, sent: Sent): Sent => ({ ...sent, body: { change } });

/** The same of a policy that is tried on one request. */
const tried = (request: object, sent: Sent): Sent => ({
  ...sent,
  body: { condition: 'true', request },
});

/** What makes an operation answer a status, whatever it is. */
const provocations: Readonly<Record<number, (sent: Sent, place: Place) => Sent | Promise<Sent>>> = {
  400: (sent) => ({ ...sent, path: withQuery(sent.path, 'nothing=1') }),
  401: (sent) => ({ ...sent, key: '' }),
  403: (sent, { operation }) => ({
    ...sent,
    key: viewerKey,
    ...(['vmSizes', 'vmPrices', 'computeUsages', 'quotaCheck'].includes(operation.operationId) && {
      path: withQuery(sent.path, `subscriptionId=${randomUUID()}`),
    }),
  }),
  404: (_sent, place) => plain(place, 'nothing'),
  406: (sent, { operation: { operationId } }) => ({
    ...sent,
    headers: { accept: operationId === 'operationEvents' ? 'application/json' : 'text/html' },
  }),
  409: async (sent, place) =>
    place.operation.operationId === 'createPlan'
      ? planOf({ stopComputeInstance: { computeId: await underWay() } }, sent)
      : place.operation.operationId === 'testPolicy'
        ? tried({ verb: 'stopComputeInstance', input: { computeId: await underWay() } }, sent)
        : underKey(sent, await keyInUse()),
  412: (sent) => ({ ...sent, headers: { 'if-match': '"0"' } }),
  413: (sent) => ({ ...sent, body: { text: 'x'.repeat(110_000) } }),
  415: (sent) => ({ ...sent, body: 'x', headers: { 'content-type': 'application/xml' } }),
  422: async (sent, { operation }) => {
    if (operation.operationId === 'createPlan') return planOf({}, sent);
    if (operation.operationId === 'testPolicy') return { ...sent, body: {} };
    return underKey(sent, await usedKey());
  },
};

describe.each(places.map((place) => [place.operation.operationId, place] as const))(
  '%s',
  (_id, place) => {
    it('answers every refusal that the document says', async () => {
      const others: string[] = [];
      for (const status of Object.keys(place.operation.responses).map(Number)) {
        const provoke = provocations[status];
        if (!provoke) continue;
        await settle();
        const answer = await send(place, await provoke(plain(place), place));
        if (answer.status !== status)
          others.push(`${status}: ${answer.status} ${answer.text.slice(0, 300)}`);
      }
      expect(others).toEqual([]);
    });
  },
);

it('answers 429 to each where too many requests wait', async () => {
  const tooMany = new GraphQLError('too many', { extensions: { code: 'TOO_MANY_REQUESTS' } });
  const enter = vi
    .spyOn(api.app.get(FairQueue, { strict: false }), 'enter')
    .mockRejectedValue(tooMany);
  const { admission } = api.app.select(StreamsModule).get(StreamParts);
  const opener = { request: { actor: { principalId } }, signal: new AbortController().signal };
  const leave = Array.from({ length: 3 }, () => admission.enter(opener));
  try {
    for (const place of places) {
      const { status } = await send(place, plain(place));
      expect(status, place.path).toBe(429);
    }
  } finally {
    enter.mockRestore();
    leave.forEach((one) => one());
  }
});

it('answers 503 to each while the database is away', async () => {
  const { pool } = api.database;
  const { query, connect } = pool;
  const lost = Object.assign(new Error('away'), { code: 'ECONNREFUSED' });
  const away = (): Promise<never> => Promise.reject(lost);
  Object.assign(pool, { query: away, connect: away });
  try {
    // One that is not remembered from before.
    const key = unusedKey;
    for (const place of places) {
      const { status } = await send(place, { ...plain(place), key });
      expect(status, place.path).toBe(503);
    }
  } finally {
    Object.assign(pool, { query, connect });
  }
});

const placeNamed = (id: string): Place =>
  places.find(({ operation }) => operation.operationId === id)!;

/** Sends what is taken, and answers what comes of it. */
async function accept(sent: Sent, id: string): Promise<Record<string, unknown>> {
  const { status, text } = await send(placeNamed(id), sent);
  expect(status, text).toBeLessThan(300);
  return JSON.parse(text) as Record<string, unknown>;
}

it('accepts what is as its team and its roles were made, which requests by chance change', async () => {
  // What is planned must not be there yet.
  for (const id of [
    'createPlan',
    'plan',
    'applyPlan',
    'createComputeCluster',
    'createComputeInstance',
    'createResourceGroup',
    'setCostTags',
    'rotateApiKey',
  ])
    await settle().then(() => accept(plain(placeNamed(id)), id));
  const { policy } = await accept(plain(placeNamed('createPolicy')), 'createPolicy');
  for (const id of ['policy', 'updatePolicy', 'deletePolicy'])
    await accept(plain(placeNamed(id), (policy as { id: string }).id), id);
  const given = { to: { principalId: ours.principalId }, role: 'APPROVER', teamId: ours.teamId };
  const granting = { method: 'POST', path: '/role-grants', body: given };
  const { roleGrant } = await accept(granting, 'grantRole');
  const place = placeNamed('revokeRole');
  await accept(plain(place, (roleGrant as { id: string }).id), 'revokeRole');
});

it(
  `answers ${count} requests that are made from the document as it says`,
  { timeout: 900_000 },
  async () => {
    const statuses: number[] = [];
    const anyRequest = fc.oneof(
      ...generated.map((place) => requestOf(place, ours).map((request) => ({ place, request }))),
    );
    for (let at = 0; at < count; at += 1) {
      // One at a time: to make thousands at once holds up the server, which runs in this process.
      const [{ place, request }] = fc.sample(anyRequest, { numRuns: 1, seed: seed + at }) as [
        { place: Place; request: Generated },
      ];
      const { method, body, key } = request;
      if (method !== 'GET') await settle();
      const path = request.path.replace('{id}', request.id) + searchOf(request.query);
      const sent = { method, path, body };
      const answer = await send(place, key === undefined ? sent : underKey(sent, key));
      statuses.push(answer.status);
    }
    const accepted = statuses.filter((status) => status < 300).length;
    const counted = Object.entries(Object.groupBy(statuses, String)).map(
      ([status, of]) => `${status}: ${of?.length}`,
    );
    expect(accepted / count, counted.join(', ')).toBeGreaterThan(0.3);
  },
);

/** Sends what its document says to an address of its own, once nothing is under way. */
async function succeed(id: string, path: string, body?: unknown): Promise<void> {
  await settle();
  const place = placeNamed(id);
  const { status, text } = await send(place, { method: place.method, path, body });
  expect(status, text).toBe(202);
}

/** An operation that has begun and not ended. */
async function begun(): Promise<string> {
  await settle();
  const path = `/compute-instances/${ours.instanceId}/restart`;
  const { body } = await rest(api, api.adminKey, path, { method: 'POST' });
  return body['operation']!['id']!;
}

it('accepts what chance does not come upon', async () => {
  for (const [id, action] of [
    ['cancelOperation', 'cancel'],
    ['abandonOperation', 'abandon'],
  ] as const) {
    const path = `/operations/${await begun()}/${action}`;
    const { status, text } = await send(placeNamed(id), { method: 'POST', path });
    expect(status, text).toBe(202);
  }
  for (const [id, action] of [
    ['approveOperation', 'approve'],
    ['rejectOperation', 'reject'],
  ] as const) {
    const operationId = await begun();
    await awaitApproval(api.database.pool, rowIdOf(operationId));
    await accept({ method: 'POST', path: `/operations/${operationId}/${action}` }, id);
  }
  await succeed('uninstallArcExtension', `/arc-extensions/${ours.extensionId}/uninstall`, {
    force: true,
  });
  await succeed('deleteCompute', `/computes/${ours.clusterId}?confirmName=c-ours`);
});

it('tells events, and nothing to whoever knows the last', async () => {
  const id = await begun();
  await settle();
  const place = placeNamed('operationEvents');
  const sent = { method: 'GET', path: `/operations/${id}/events` };
  const { status, text } = await send(place, sent);
  expect(status).toBe(200);
  const last = /^id: (.+)$/m.exec(text)?.[1] ?? '';
  const again = await send(place, { ...sent, headers: { 'last-event-id': last } });
  expect(again.status).toBe(204);
});

describe('in a team that chance has not changed', () => {
  let apart: GivenTeam;
  beforeAll(async () => {
    apart = await givenScopes(api, 'apart', 'rg-apart');
  });

  it('accepts a workspace', async () => {
    const holds = (type: string) => `${apart.groupArmId}/providers/${type}/one`;
    const workspace = {
      name: 'another',
      storageAccountId: holds('Microsoft.Storage/storageAccounts'),
      keyVaultId: holds('Microsoft.KeyVault/vaults'),
    };
    await succeed('createWorkspace', `/resource-groups/${apart.groupId}/workspaces`, workspace);
  });

  /** A cluster that is connected to Azure Arc, with the extension or without. */
  async function connected(name: string, isInstalled: boolean): Promise<string> {
    const armId = `${apart.groupArmId}/providers/Microsoft.Kubernetes/connectedClusters/${name}`;
    const group = rowIdOf(apart.groupId);
    const id = await insertRow(api, [apart.rowId, 'CONNECTED_CLUSTER', group, armId, {}]);
    const observed = {
      connectivityStatus: 'CONNECTED',
      rawConnectivityStatus: 'Connected',
      lastConnectivityTime: null,
      kubernetesVersion: null,
      totalNodeCount: null,
      totalCoreCount: null,
      agentVersion: null,
      distribution: null,
    };
    const { pool } = api.database;
    await pool.query('UPDATE resource SET observed = $2 WHERE id = $1', [id, observed]);
    const extension = `${armId}/providers/Microsoft.KubernetesConfiguration/extensions/azureml`;
    if (isInstalled)
      await insertRow(api, [apart.rowId, 'ARC_EXTENSION', id, extension, plainExtension]);
    return armId;
  }

  it('accepts what takes a cluster that is connected', async () => {
    const bare = encodeURIComponent(await connected('bare', false));
    const extension = { settings: { enableTraining: true } };
    const install = `/connected-clusters/${bare}/arc-extensions/install`;
    await succeed('installArcExtension', install, extension);
    const computes = `/workspaces/${apart.workspaceId}/kubernetes-computes`;
    const ready = { name: 'ready-one', clusterArmId: await connected('ready', true) };
    await succeed('attachKubernetesCompute', `${computes}/attach`, ready);
    const empty = { name: 'empty-one', clusterArmId: await connected('empty', false), extension };
    await succeed('provisionKubernetesCompute', `${computes}/provision`, empty);
  });

  it('accepts what was found, at once where its tags stand', async () => {
    const { pool } = api.database;
    const { teamId, workspaceId } = apart;
    const claim = (id: string) => `/computes/${id}/claim`;
    const untagged = await givenFound(pool, 'untagged', workspaceId);
    await succeed('claimCompute', claim(untagged), { teamId });
    const tags = { costCenter: 'CC-1', owner: 'v', environment: 'v' };
    const tagged = await givenFound(pool, 'tagged', workspaceId, tags);
    const sent = { method: 'POST', path: claim(tagged), body: { teamId } };
    expect(await accept(sent, 'claimCompute')).toMatchObject({ operation: null });
  });

  it('accepts what stands in Azure, and lets go of it', async () => {
    const { pool } = api.database;
    const { teamId, groupArmId } = apart;
    const inGroup = workspaceArmId(groupArmId, 'ws-nobodys');
    const nobodys = `${groupArmId}-nobodys`;
    for (const armId of [inGroup, nobodys])
      await givenListed(pool, armId, { owner: 'v', environment: 'v' });
    await succeed('claimWorkspace', `/teams/${teamId}/claim-workspace`, { armId: inGroup });
    await succeed('claimResourceGroup', `/teams/${teamId}/claim-resource-group`, {
      armId: nobodys,
    });
    await settle();
    const release = { method: 'POST', path: `/resources/${encodeURIComponent(nobodys)}/release` };
    await accept(release, 'releaseResource');
  });

  it('accepts that something is made another', async () => {
    const resize = `/compute-instances/${apart.instanceId}/resize`;
    await succeed('resizeComputeInstance', resize, { vmSize: 'Standard_DS12_v2' });
    const reattach = `/kubernetes-computes/${apart.attachmentId}/reattach`;
    await succeed('reattachKubernetesCompute', reattach, { namespace: 'jobs' });
    const path = `/resources/${apart.groupId}/move`;
    const body = { teamId: await givenTeam(api, 'heirs') };
    await succeed('moveResource', path, body);
    await settle();
    await accept({ method: 'POST', path, body }, 'moveResource');
  });

  it('accepts a subscription, what it lacks, and that it is let go of', async () => {
    const add = placeNamed('addAzureSubscription');
    const path = add.path.replace('{id}', apart.teamId);
    const { subscriptionId } = add.operation.requestBody!.content['application/json'].examples.usual
      .value as { subscriptionId: string };
    await accept({ method: 'POST', path, body: { subscriptionId } }, 'addAzureSubscription');
    const one = `/azure-subscriptions/${apart.azureSubscriptionId}`;
    await accept({ method: 'GET', path: one }, 'findAzureSubscription');
    await succeed('registerProviders', `${one}/register-providers`);
    await settle();
    await accept({ method: 'POST', path: `${one}/remove` }, 'removeAzureSubscription');
  });

  it('takes away what was given', async () => {
    const scope = { armId: `${apart.groupArmId}-shared` };
    for (const id of ['shareScope', 'unshareScope']) {
      const path = placeNamed(id).path.replace('{id}', apart.teamId);
      await accept({ method: 'POST', path, body: scope }, id);
    }
    const revoke = `/api-keys/${await apiKeyId(api, 'operator-apart')}/revoke`;
    await accept({ method: 'POST', path: revoke }, 'revokeApiKey');
    const path = `/teams/${await givenTeam(api, 'short-lived', [])}?confirmName=short-lived`;
    await accept({ method: 'DELETE', path }, 'deleteTeam');
  });

  it('accepts that what failed is taken up again', async () => {
    const path = `/compute-instances/${apart.instanceId}/stop`;
    const { body } = await rest(api, api.adminKey, path, { method: 'POST' });
    const { id = '' } = body['operation']!;
    await api.database.pool.query(
      `UPDATE operation SET status = 'FAILED', due_at = NULL, completed_at = now() WHERE id = $1`,
      [rowIdOf(id)],
    );
    await succeed('retryOperation', `/operations/${id}/retry`);
  });

  it('finds a role, the group that has it and what is sealed, each by its id', async () => {
    const { rows } = await api.database.pool.query<{ group: string; grant: string }>(
      `WITH g AS (INSERT INTO entra_group (tenant_id, object_id) VALUES (gen_random_uuid(), gen_random_uuid()) RETURNING id)
        INSERT INTO role_assignment (entra_group_id, team_id, role) SELECT id, $1, 'VIEWER' FROM g
        RETURNING entra_group_id AS group, id AS grant`,
      [apart.rowId],
    );
    await api.seal();
    const { body } = await rest(api, api.adminKey, '/audit-events?first=1');
    const [event] = body['items'] as unknown as { id: string }[];
    for (const [id, path] of [
      ['findEntraGroup', `/entra-groups/${globalId('EntraGroup', rows[0]!.group)}`],
      ['findRoleGrant', `/role-grants/${globalId('RoleGrant', rows[0]!.grant)}`],
      ['findAuditEvent', `/audit-events/${event?.id}`],
    ] as const)
      await accept({ method: 'GET', path }, id);
  });

  it('accepts that all of it is deleted', async () => {
    const workspace = `/workspaces/${apart.workspaceId}?confirmName=ws-apart`;
    await succeed('deleteWorkspace', workspace);
    const group = `/resource-groups/${apart.groupId}?confirmName=rg-apart`;
    await settle();
    const { body } = await rest(api, api.adminKey, group, { method: 'DELETE' });
    const standing = body['errors'] as unknown as { armId: string }[];
    const named = searchOf({ deleteUnmanagedArmIds: standing.map(({ armId }) => armId) });
    await succeed('deleteResourceGroup', group + named.replace('?', '&'));
  });
});

it('has seen every status that the document says of every operation', () => {
  const missing = places.flatMap(({ operation: { operationId, responses } }) =>
    Object.keys(responses)
      .filter((status) => !seen.get(operationId)?.has(Number(status)))
      .map((status) => `${operationId} ${status}`),
  );
  expect(missing).toEqual([]);
});
