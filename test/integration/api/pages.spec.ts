import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedComputes } from '../../../bench/support/seed-computes.js';
import { startApi, type ApiUnderTest } from '../../support/api.js';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await startApi();
  await seedComputes(api.database.adminUrl, 200);
  await api.graphql(api.adminKey, '{ viewer { id } }');
});
afterAll(() => api.close());

type Loose = { [key: string]: Loose } & Loose[] & string;

async function ask(query: string, variables?: object): Promise<Loose> {
  const { data, errors } = await api.graphql(api.adminKey, query, variables);
  expect(errors).toBeUndefined();
  return data as unknown as Loose;
}

/** The statements of one query; noting when a key was last used belongs to no page. */
async function statementsOf(query: string, variables?: object) {
  api.statements();
  const data = await ask(query, variables);
  const asked = api.statements().filter((text) => !text.includes('last_used_at'));
  return { data, count: asked.length };
}

const database = () => api.database.pool;
const settle = `UPDATE resource SET observed = observed || '{"allocationState": "STEADY"}' WHERE kind = 'COMPUTE_CLUSTER'`;

/** Every cluster resizes, and their subscriptions are locked, as the worker would have found. */
async function resizeAll(): Promise<void> {
  await database().query(settle.replace('STEADY', 'RESIZING'));
  await database().query(
    `INSERT INTO unsettled_compute (resource_id, reason) SELECT id, 'SHRINKING' FROM resource WHERE kind = 'COMPUTE_CLUSTER'`,
  );
  await database().query(
    `INSERT INTO azure_reading (subscription_id, what, location, read_at, body)
     SELECT DISTINCT lower(subscription_id), 'locks', '', now(), jsonb_build_array(jsonb_build_object('id', 'x', 'name', 'keep',
       'level', 'ReadOnly', 'scope', '/subscriptions/' || subscription_id, 'notes', NULL)) FROM resource`,
  );
}

describe('a page', () => {
  it.each([1, 50, 100])('of %i computes is one statement with all they show', async (n) => {
    const { data, count } = await statementsOf(
      `query ($n: Int!) { computes(first: $n) { nodes { id name costTags { key value source } createdBy { displayName }
        team { name } workspace { name resourceGroup { name team { name } } } diagnostics { code }
        ... on ComputeCluster { nodeCounts { idle } identity { type } }
        operations(first: 1) { nodes { status progress steps { name status } requestedBy { displayName } } } } } }`,
      { n },
    );
    const nodes = data.computes!.nodes!;
    expect(nodes).toHaveLength(n);
    for (const node of nodes as unknown as Loose[]) {
      expect(node.costTags).toHaveLength(3);
      expect(node.workspace!.resourceGroup!.name).toMatch(/^bench-team-/);
      expect(node.operations!.nodes).toMatchObject([{ status: 'SUCCEEDED', progress: 1 }]);
      expect(node.operations!.nodes![0]!.steps!.length).toBeGreaterThan(1);
    }
    expect(count).toBe(1);
  });

  it('of 100 computes that all have nodes on their way is one statement more for their diagnostics', async () => {
    const query = `{ computes(first: 100) { nodes { ... on ComputeCluster { diagnostics { code evidence } } } } }`;
    const calm = await statementsOf(query);
    await resizeAll();
    const { data, count } = await statementsOf(query);
    const found = (data.computes!.nodes! as unknown as Loose[]).flatMap(
      ({ diagnostics }) => diagnostics as unknown as { code: string }[],
    );
    expect(found).toHaveLength(100);
    expect(new Set(found.map(({ code }) => code))).toEqual(new Set(['RESIZING_BLOCKED_BY_LOCK']));
    expect([calm.count, count]).toEqual([1, 2]);
    await database().query(settle);
  });

  it.each([1, 50, 100])('of %i operations with their targets is two statements', async (n) => {
    const { data, count } = await statementsOf(
      'query ($n: Int!) { operations(first: $n) { nodes { id steps { name } target { id ... on ComputeCluster { name } } } } }',
      { n },
    );
    const nodes = data.operations!.nodes! as unknown as Loose[];
    expect(nodes).toHaveLength(n);
    for (const node of nodes) expect(node.target!.name).toMatch(/^cluster-/);
    expect(count).toBe(2);
  });

  it('says how many there are in all, by one statement more, where it is asked', async () => {
    const { data, count } = await statementsOf(
      '{ computes(first: 1, filter: { nameContains: "-2" }) { nodes { id } totalCount { count precision } } }',
    );
    expect(data.computes!.totalCount).toEqual({ count: 100, precision: 'EXACT' });
    expect(count).toBe(2);
    const nested =
      '{ computes(first: 1) { nodes { operations(first: 1) { nodes { id } totalCount { count } } } } }';
    const { operations } = (await ask(nested)).computes!.nodes![0]!;
    expect(operations).toMatchObject({ nodes: [{}], totalCount: { count: 1 } });
  });

  it('of latest operations says whether there are more', async () => {
    const query = `query ($n: Int!) { computes(first: 1) { nodes { operations(first: $n) { nodes { id } pageInfo { hasNextPage } } } } }`;
    const { operations } = (await ask(query, { n: 1 })).computes!.nodes![0]!;
    expect(operations!.nodes).toHaveLength(1);
    expect(operations!.pageInfo).toEqual({ hasNextPage: false });
  });
});

describe('nameContains', () => {
  it.each([
    ['USTER-2', 100],
    ['', 100],
    ['_', 0],
    ['%', 0],
    ['\\\\', 0],
  ])('%j finds %i of the first hundred', async (text, found) => {
    const query = `query ($text: String) { computes(first: 100, filter: { nameContains: $text }) { nodes { name } } }`;
    expect((await ask(query, { text })).computes!.nodes).toHaveLength(found);
  });
});

interface Field {
  name: string;
  args: object[];
  type: Type;
}
interface Type {
  kind: string;
  name: string | null;
  ofType: Type | null;
}

/** The leaves of a type that need no arguments, two levels deep, each as a selection of its own. */
async function selectionsOf(type: string, depth = 2): Promise<string[]> {
  const data = await ask(
    `query ($type: String!) { __type(name: $type) { fields { name args { name } type {
      kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } }`,
    { type },
  );
  const fields = data.__type!.fields as unknown as Field[];
  const selections: string[] = [];
  for (const { name, type: of } of fields.filter(({ args }) => args.length === 0)) {
    let named: Type = of;
    while (named.ofType) named = named.ofType;
    if (named.kind === 'INTERFACE') selections.push(`${name} { id }`);
    else if (named.kind !== 'OBJECT') selections.push(name);
    else if (depth > 1)
      for (const inner of await selectionsOf(String(named.name), depth - 1))
        selections.push(`${name} { ${inner} }`);
  }
  return selections;
}

/** A page brings along only what is asked for, so a field that is asked for alone is the one to be missing. */
describe('a field that is asked for alone', () => {
  it.each([
    ['ComputeCluster', 'computes'],
    ['Workspace', 'workspaces'],
    ['ResourceGroup', 'resourceGroups'],
    ['Operation', 'operations'],
  ])('of %s shows on a page of %s what it shows by id', async (type, list) => {
    const found = await ask(`{ ${list}(first: 1) { nodes { id } } }`);
    const { id } = found[list]!.nodes![0]!;
    const selections = await selectionsOf(type);
    expect(selections.length).toBeGreaterThan(10);
    for (const selection of selections) {
      const data = await ask(
        `query ($id: ID!) { page: ${list}(first: 1) { nodes { ... on ${type} { ${selection} } } }
          edges: ${list}(first: 1) { edges { node { ... on ${type} { ${selection} } } } }
          one: node(id: $id) { ... on ${type} { ${selection} } } }`,
        { id },
      );
      expect(data.page!.nodes![0], selection).toEqual(data.one);
      expect(data.edges!.edges![0]!.node, selection).toEqual(data.one);
    }
  });
});
