import { readFileSync } from 'node:fs';
import { composeServices } from '@apollo/composition';
import { buildSchema, graphql, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeTypes } from '../../../apps/api/src/reads/node-types.js';
import { startApi, type ApiUnderTest } from '../../support/api.js';
import { at } from '../../support/gateway.js';
import { runQueryPlan } from '../../support/run-query-plan.js';
import { givenThings, type Scene } from './given-things.js';
import { callers } from './role-matrix.js';

const printed = readFileSync('subgraph.graphql', 'utf8');

let api: ApiUnderTest;
let scene: Scene;
beforeAll(async () => {
  api = await startApi(undefined, undefined, undefined, { isSubgraph: true });
  scene = await givenThings(api);
});
afterAll(() => api.close());

/** Another team's subgraph, which knows Relay as we do and names our computes. */
const reports = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])
  interface Node { id: ID! }
  type PageInfo @shareable {
    hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String
  }
  type Query {
    node(id: ID!): Node
    nodes(ids: [ID!]!): [Node]!
    reports(first: Int, after: String): ReportConnection!
  }
  type ReportConnection { edges: [ReportEdge!]! nodes: [Report!]! pageInfo: PageInfo! }
  type ReportEdge { cursor: String! node: Report! }
  type Report implements Node @key(fields: "id") { id: ID! title: String! compute: ComputeCluster! }
  type ComputeCluster implements Node @key(fields: "id", resolvable: false) { id: ID! }`;

function compose(other: string): string {
  const { errors, supergraphSdl = '' } = composeServices([
    { name: 'armature', url: '', typeDefs: parse(printed) },
    { name: 'reports', url: '', typeDefs: parse(other) },
  ]);
  expect(errors).toBeUndefined();
  return supergraphSdl;
}

describe('subgraph.graphql', () => {
  it('is what is served, and not there unless it is asked for', async () => {
    const asked = '{ _service { sdl } }';
    const { data } = await api.graphql(api.adminKey, asked);
    expect(data).toEqual({ _service: { sdl: printed } });
    const usual = await startApi();
    const { errors } = await usual.graphql(usual.adminKey, asked);
    await usual.close();
    expect(errors?.[0]?.message).toContain('Cannot query field "_service"');
  });

  it('composes with another subgraph that knows Relay, whoever answers node(id:) there', () => {
    const sharing = reports.replaceAll(/(node(?:s)?\(.*)/g, '$1 @shareable');
    const without = reports.replaceAll(/^ +nodes?\(.*$/gm, '');
    for (const other of [reports, sharing, without]) {
      const supergraph = compose(other);
      expect(supergraph).toMatch(/type ComputeCluster[^{]*@join__type\(graph: ARMATURE, key: "id"/);
      expect(supergraph).toMatch(/type PageInfo[^{]*@join__type\(graph: ARMATURE\)/);
    }
  });

  it('has a key for everything that has an id, and only for that', () => {
    const keyed = [...printed.matchAll(/^type (\w+) .*@key\(fields: "id"\)/gm)].map(
      ([, name]) => name,
    );
    expect(keyed).toEqual([...nodeTypes].toSorted());
  });
});

describe('a gateway before both', () => {
  const ask = (query: string, variables?: Record<string, unknown>) =>
    runQueryPlan(
      compose(reports),
      {
        armature: (document, given) => api.graphql(scene.keys.OPERATOR, document, given),
        reports: async (source) => {
          const schema = buildSchema(
            reports.replace(/extend schema.*\n/, '').replaceAll(/@\w+(\([^)]*\))?/g, ''),
          );
          const report = {
            id: 'r',
            title: 'Spend',
            compute: { __typename: 'ComputeCluster', id: scene.things.clusterId },
          };
          const result = await graphql({
            schema,
            source,
            rootValue: { reports: { nodes: [report] } },
          });
          return { data: JSON.parse(JSON.stringify(result.data)) as object };
        },
      },
      query,
      variables,
    );

  it('goes on from what the other one names', async () => {
    const { data, refused } = await ask(
      '{ reports(first: 1) { nodes { title compute { name costTags { key } scale { maxNodeCount } } } } }',
    );
    expect(refused).toEqual([]);
    const [report] = at(data).reports!.nodes as unknown as { title: string; compute: object }[];
    expect(report).toMatchObject({
      title: 'Spend',
      compute: { name: 'new-one', scale: { maxNodeCount: 1 } },
    });
  });

  const create = (idle: string) =>
    ask(
      'mutation ($input: CreateComputeClusterInput!) { createComputeCluster(input: $input) { compute { scale { nodeIdleTimeBeforeScaleDown } } userErrors { code } } }',
      {
        input: {
          workspaceId: scene.things.workspaceId,
          name: 'by-gateway',
          vmSize: 'STANDARD_D3_V2',
          scale: { minNodeCount: 0, maxNodeCount: 1, nodeIdleTimeBeforeScaleDown: idle },
        },
      },
    );

  it('hands scalars on that are parsed as they always are', async () => {
    const { data, refused } = await create('soon');
    expect(data).toEqual({});
    expect(refused).toMatchObject([
      {
        errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
      },
    ]);
    expect((await create('PT5M')).data).toMatchObject({
      createComputeCluster: {
        compute: { scale: { nodeIdleTimeBeforeScaleDown: 'PT5M' } },
        userErrors: [],
      },
    });
    const literal = await ask(
      '{ auditEvents(first: 1, filter: { from: "yesterday" }) { nodes { id } } }',
    );
    expect(JSON.stringify(literal.refused)).toContain('DateTime must be RFC 3339');
  });
});

const entities = `query ($of: [_Any!]!) { _entities(representations: $of) { __typename ... on Node { id } } }`;
const asked = (id: string) => ({ __typename: typeOf(id), id });
const typeOf = (id: string): string => Buffer.from(id, 'base64url').toString().split(':')[0] ?? '';

describe('_entities', () => {
  /** One of each type. */
  async function oneOfEach(): Promise<string[]> {
    const { data } = await api.graphql(
      api.adminKey,
      '{ auditEvents(first: 1) { nodes { id actor { id } } } events(first: 1) { nodes { id } } }',
    );
    const [event] = at(data).events!.nodes as unknown as [{ id: string }];
    const [{ id, actor }] = at(data).auditEvents!.nodes as unknown as [
      { id: string; actor: { id: string } },
    ];
    const ids = Object.values<string>({ ...scene.things });
    return [...ids.filter((one) => !one.startsWith('/')), id, actor.id, event.id];
  }

  it('answers each as node(id:) does, for everybody', async () => {
    const ids = await oneOfEach();
    expect(new Set(ids.map(typeOf))).toEqual(nodeTypes);
    for (const caller of callers) {
      const key = scene.keys[caller];
      const { data, errors } = await api.graphql(key, entities, { of: ids.map(asked) });
      expect(errors).toBeUndefined();
      const nodes = await api.graphql(
        key,
        'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }',
        { ids },
      );
      expect(at(data)._entities, caller).toEqual(at(nodes.data).nodes);
    }
    const { data } = await api.graphql(scene.keys.OTHER_ADMIN, entities, { of: ids.map(asked) });
    expect((at(data)._entities as unknown as unknown[]).filter(Boolean)).toEqual([]);
  });

  it('is null for what is of another type, or is no id', async () => {
    const { clusterId, instanceId } = scene.things;
    const of = [
      { __typename: 'ComputeInstance', id: clusterId },
      {
        __typename: 'ComputeCluster',
        id: Buffer.from(
          `ComputeCluster:${String(Buffer.from(instanceId, 'base64url')).split(':')[1]}`,
        ).toString('base64url'),
      },
      { __typename: 'AuditEvent', id: 'nothing' },
      { __typename: 'Team', id: '' },
    ];
    const { data, errors } = await api.graphql(api.adminKey, entities, { of });
    expect(errors).toBeUndefined();
    expect(data).toEqual({ _entities: [null, null, null, null] });
  });

  it.each([
    ['a type that has no key', '{ __typename: "CostTag", id: "x" }', '__typename'],
    ['a type that is not here', '{ __typename: "Report", id: "x" }', '__typename'],
    ['no type', '{ id: "x" }', '__typename'],
    ['no id', '{ __typename: "Team" }', 'id must be'],
    ['an id that is no text', '{ __typename: "Team", id: 7 }', 'id must be'],
    ['no object', '"Team"', '__typename'],
  ])('refuses %s', async (_, literal, words) => {
    const written = `{ _entities(representations: [${literal}]) { __typename } }`;
    const value: unknown = JSON.parse(literal.replaceAll(/(\w+):/g, '"$1":'));
    for (const { errors } of [
      await api.graphql(api.adminKey, written),
      await api.graphql(api.adminKey, entities, { of: [value] }),
    ]) {
      expect(errors?.[0]?.message).toContain(words);
      expect(['BAD_USER_INPUT', 'GRAPHQL_VALIDATION_FAILED']).toContain(
        errors?.[0]?.extensions['code'],
      );
    }
  });

  it('looks things of a type up together', async () => {
    const few = await oneOfEach();
    const statementsFor = async (of: object[]): Promise<number> => {
      await api.graphql(api.adminKey, entities, { of });
      api.statements();
      await api.graphql(api.adminKey, entities, { of });
      return api.statements().length;
    };
    const once = await statementsFor(few.map(asked));
    expect(await statementsFor([...few, ...few, ...few, ...few].map(asked))).toBe(once);
    expect(once).toBeLessThanOrEqual(nodeTypes.size);
  });

  it('costs what it names, and is refused above the limit', async () => {
    const { clusterId } = scene.things;
    const costOf = async (count: number) => {
      const of = Array.from({ length: count }, () => asked(clusterId));
      const query =
        'query ($of: [_Any!]!) { _entities(representations: $of) { ... on ComputeCluster { id name costTags { key value source } operations(first: 5) { nodes { id kind status } } } } }';
      return (await api.graphql(api.adminKey, query, { of })) as unknown as {
        errors?: { extensions: { code: string } }[];
        extensions?: { cost: { requested: number } };
      };
    };
    const [one, ten] = [await costOf(1), await costOf(10)];
    expect(ten.extensions?.cost.requested).toBe(10 * (one.extensions?.cost.requested ?? NaN));
    expect((await costOf(900)).errors?.[0]?.extensions.code).toBe('COST_LIMIT_EXCEEDED');
  });

  it('tells no gateway what its fields took', async () => {
    const response = await fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${api.adminKey}`,
        'apollo-federation-include-trace': 'ftv1',
      },
      body: JSON.stringify({ query: '{ viewer { id } }' }),
    });
    expect(Object.keys(((await response.json()) as { extensions: object }).extensions)).toEqual([
      'cost',
    ]);
  });

  it('answers nothing without a key', async () => {
    expect((await api.graphql('', entities, { of: [] })).status).toBe(401);
    expect((await api.graphql('', '{ _service { sdl } }')).status).toBe(401);
  });
});
