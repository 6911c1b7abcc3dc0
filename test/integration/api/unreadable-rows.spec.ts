import { randomUUID } from 'node:crypto';
import { createClient } from 'graphql-sse';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startApi, type ApiUnderTest } from '../../support/api.js';
import { givenOperation, givenWorkspace } from '../../support/engine.js';
import { mutilate } from '../../support/mutilate.js';
import { everythingOf } from '../../support/schema-walk.js';
import { storeRow } from '../../support/stored-rows.js';
import { settingOf, typeNames, type TestedKind } from '../../support/two-settings.js';

type Node = Record<string, unknown> & { id: string };
type Place = Awaited<ReturnType<typeof givenWorkspace>>;
type Answer = { data?: Record<string, unknown> | null; errors?: unknown };

let api: ApiUnderTest;
let place: Place;
let clusterId: string;
const logged: { msg: string; id?: string; fields?: string[] }[] = [];

const computes: TestedKind[] = ['COMPUTE_CLUSTER', 'COMPUTE_INSTANCE', 'KUBERNETES_COMPUTE'];
const parents: Partial<Record<TestedKind, () => string>> = {
  ...Object.fromEntries(computes.map((kind) => [kind, () => place.workspaceId])),
  ARC_EXTENSION: () => clusterId,
};
const lists: Partial<Record<TestedKind, string>> = {
  RESOURCE_GROUP: 'resourceGroups',
  WORKSPACE: 'workspaces',
  CONNECTED_CLUSTER: 'connectedClusters',
  AZURE_SUBSCRIPTION: 'azureSubscriptions',
};

beforeAll(async () => {
  const log = pino(
    { level: 'warn' },
    { write: (line: string) => logged.push(JSON.parse(line) as (typeof logged)[number]) },
  );
  api = await startApi(undefined, undefined, log, { costLimit: Infinity });
  place = await givenWorkspace(api.database.pool);
  const { desired, observed } = settingOf('CONNECTED_CLUSTER', 'one');
  clusterId = await storeRow(api.database.pool, place.teamId, {
    kind: 'CONNECTED_CLUSTER',
    desired,
    observed,
  });
}, 60_000);
afterAll(() => api.close());

const globalId = (kind: TestedKind, id: string): string =>
  Buffer.from(`${typeNames[kind]}:${id}`).toString('base64url');

const whole = (kind: TestedKind) => {
  const { desired, observed } = settingOf(kind, 'one');
  return { observed, desired: kind === 'KUBERNETES_COMPUTE' ? { ...desired, clusterId } : desired };
};

const mutilated = (kind: TestedKind) => mutilate(whole(kind));

async function store(
  kind: TestedKind,
  stored: { desired: unknown; observed: unknown; provisioningErrors?: unknown },
): Promise<string> {
  const parentId = parents[kind]?.() ?? null;
  const row = { kind, parentId, ...stored };
  return globalId(kind, await storeRow(api.database.pool, place.teamId, row));
}

async function ask(query: string, variables: object = {}): Promise<Record<string, unknown>> {
  const { status, data, errors } = await api.graphql(api.adminKey, query, variables);
  expect(errors).toBeUndefined();
  expect(status).toBe(200);
  return data;
}

/** Every node of the list of a kind, with everything, page by page. `filter`: as in a query, where the list has one. */
async function pages(kind: TestedKind, filter?: string): Promise<Map<string, Node>> {
  const list = lists[kind] ?? 'computes';
  const selection = everythingOf(typeNames[kind]);
  const ofType = list === 'computes' ? `... on ${typeNames[kind]} { ${selection} }` : selection;
  const nodes: Node[] = [];
  for (let after: string | null = null; ;) {
    const data: Record<string, unknown> = await ask(
      `query ($after: String) { ${list}(first: 100, after: $after${filter === undefined ? '' : `, filter: ${filter}`}) { pageInfo { hasNextPage endCursor } nodes { ${ofType} } } }`,
      { after },
    );
    const { nodes: more, pageInfo } = data[list] as {
      nodes: Node[];
      pageInfo: { hasNextPage: boolean; endCursor: string };
    };
    nodes.push(...more);
    if (!pageInfo.hasNextPage) return new Map(nodes.map((node) => [node.id, node]));
    after = pageInfo.endCursor;
  }
}

/** Extensions are listed with their cluster. */
async function installed(): Promise<Map<string, Node>> {
  const { node: cluster } = await ask(
    `query ($id: ID!) { node(id: $id) { ... on ConnectedCluster { extensions { ${everythingOf('ArcExtension')} } } } }`,
    { id: globalId('CONNECTED_CLUSTER', clusterId) },
  );
  const { extensions } = cluster as { extensions: Node[] };
  return new Map(extensions.map((one) => [one.id, one]));
}

const node = async (kind: TestedKind, id: string): Promise<Node> =>
  (
    await ask(
      `query ($id: ID!) { node(id: $id) { ... on ${typeNames[kind]} { ${everythingOf(typeNames[kind])} } } }`,
      { id },
    )
  )['node'] as Node;

describe('a row whose JSON cannot be read', { timeout: 120_000 }, () => {
  const kinds = Object.keys(typeNames) as TestedKind[];

  it.each(kinds)(
    'is shown as far as it can be, and keeps no other from being shown: %s',
    async (kind) => {
      const intact = await store(kind, whole(kind));
      const before = await node(kind, intact);
      const ids: string[] = [];
      for (const stored of mutilated(kind)) ids.push(await store(kind, stored));
      const shown = kind === 'ARC_EXTENSION' ? await installed() : await pages(kind);
      expect(ids.filter((id) => !shown.has(id))).toEqual([]);
      expect(shown.get(intact)).toEqual(before);
      expect(await node(kind, intact)).toEqual(before);
      for (const id of ids.slice(0, 20)) expect((await node(kind, id)).id).toBe(id);
    },
  );

  it('is told of in the log, by its fields and once', async () => {
    const { desired, observed } = whole('COMPUTE_CLUSTER');
    const id = await store('COMPUTE_CLUSTER', {
      desired: {
        ...desired,
        scale: 'secret garbage',
        vmSize: undefined,
      },
      observed,
    });
    for (let times = 0; times < 3; times += 1) await node('COMPUTE_CLUSTER', id);
    const rowId = Buffer.from(id, 'base64url').toString().split(':')[1];
    const told = logged.filter((line) => line.id === rowId);
    expect(told).toMatchObject([{ msg: 'a row was read only in part', fields: ['desired.scale'] }]);
    expect(JSON.stringify(told)).not.toContain('secret');
  });

  it.each([
    { provisioningErrors: 'text' },
    { provisioningErrors: {} },
    { provisioningErrors: 7 },
    { provisioningErrors: [null] },
    { provisioningErrors: [7, { code: 1 }, {}] },
    { provisioningErrors: [{ code: 'Odd', details: 'none' }] },
  ])('has errors as far as they can be read: %j', async ({ provisioningErrors }) => {
    const stored = { ...whole('COMPUTE_CLUSTER'), provisioningErrors };
    const found = await node('COMPUTE_CLUSTER', await store('COMPUTE_CLUSTER', stored));
    for (const error of found['provisioningErrors'] as object[])
      expect(error).toMatchObject({ code: expect.any(String) as string });
  });

  it.each([
    { error: 'text' },
    { error: 7 },
    { error: {} },
    { error: [] },
    { error: { code: 7, message: null } },
  ])('and so have operations: %j', async ({ error }) => {
    const { operationId } = await givenOperation(api.database.pool, {
      workspace: place,
      name: `o-${randomUUID().slice(0, 8)}`,
    });
    const { pool } = api.database;
    await pool.query('UPDATE operation SET error = $2 WHERE id = $1', [
      operationId,
      JSON.stringify(error),
    ]);
    await pool.query('UPDATE operation_step SET error = $2 WHERE operation_id = $1', [
      operationId,
      JSON.stringify(error),
    ]);
    const { operations } = await ask(
      `{ operations(first: 100) { nodes { ${everythingOf('Operation')} } } }`,
    );
    const id = Buffer.from(`Operation:${operationId}`).toString('base64url');
    expect((operations as { nodes: Node[] }).nodes.map((one) => one.id)).toContain(id);
  });

  it.each([
    'provisioningState: SUCCEEDED',
    'vmSize: "Standard_DS3_v2"',
    'nameContains: "row"',
    'costTag: { key: "a", value: "b" }',
  ])('breaks no filter: %s', async (filter) => {
    await ask(`{ computes(first: 100, filter: { ${filter} }) { nodes { id description: name
      ... on ComputeCluster { scale { maxNodeCount } } ... on ComputeInstance { schedules { nextFireTimes } } } } }`);
  });

  it.each([
    ['CONNECTED_CLUSTER', 'connectivityStatus', String],
    ['COMPUTE_CLUSTER', 'vmSize', JSON.stringify],
    ['COMPUTE_INSTANCE', 'vmSize', JSON.stringify],
  ] as const)('is found by what it shows: %s by %s', async (kind, field, written) => {
    for (const stored of mutilated(kind)) await store(kind, stored);
    const shown = [...(await pages(kind)).values()].filter((one) => one[field]);
    for (const value of new Set(shown.map((one) => one[field] as string))) {
      const found = await pages(kind, `{ ${field}: ${written(value)} }`);
      const missed = shown.filter((one) => one[field] === value && !found.has(one.id));
      expect(missed).toEqual([]);
      expect(shown.filter((one) => one[field] !== value && found.has(one.id))).toEqual([]);
    }
  });

  it.each(computes)('goes through streams as the others do: %s', async (kind) => {
    const selection = everythingOf(typeNames[kind]);
    const events = createClient({
      url: `${api.url}/graphql/stream`,
      headers: { authorization: `Bearer ${api.adminKey}` },
      retryAttempts: 0,
    }).iterate({
      query: `subscription { computeUpdated { ... on ${typeNames[kind]} { ${selection} } } }`,
    }) as AsyncIterableIterator<Answer>;
    const heard: Answer[] = [];
    const listening = (async () => {
      for await (const event of events) heard.push(event);
    })();
    await vi.waitFor(() => expect(api.streamCount()).toBe(1), 10_000);
    const ids: string[] = [];
    for (const stored of mutilated(kind).slice(0, 40)) ids.push(await store(kind, stored));
    ids.push(await store(kind, whole(kind)));
    await api.database.pool.query(
      `INSERT INTO outbox_event (topic, resource_id, team_id) SELECT 'resource.changed', id, $2 FROM unnest($1::uuid[]) AS id`,
      [ids.map((id) => Buffer.from(id, 'base64url').toString().split(':')[1]), place.teamId],
    );
    await vi.waitFor(() => expect(heard).toHaveLength(ids.length), 20_000);
    await events.return?.();
    await listening;
    await vi.waitFor(() => expect(api.streamCount()).toBe(0), 10_000);
    expect(heard.filter(({ errors }) => errors)).toEqual([]);
    const shown = heard.map(({ data }) => (data as { computeUpdated: Node }).computeUpdated.id);
    expect(new Set(shown)).toEqual(new Set(ids));
  });
});
