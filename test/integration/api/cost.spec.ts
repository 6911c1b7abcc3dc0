import { getIntrospectionQuery } from 'graphql';
import { createClient } from 'graphql-sse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi, type Answer, type ApiUnderTest } from '../../support/api.js';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const ask = (query: string, variables?: object) => api.graphql(api.adminKey, query, variables);
const costOf = async (query: string, variables?: object): Promise<number> => {
  const { errors, extensions } = (await ask(query, variables)) as Answer & {
    extensions?: { cost: { requested: number } };
  };
  expect(errors).toBeUndefined();
  return extensions?.cost.requested ?? NaN;
};

describe('the cost of a document', () => {
  it('is told with the answer, beside the limit', async () => {
    expect(await ask('{ viewer { id displayName } }')).toMatchObject({
      extensions: { cost: { requested: 3, limit: 15_000 } },
    });
  });

  it('follows the page sizes: written, in variables, by a variable’s default', async () => {
    const page = (size: string) => `{ computes${size} { nodes { id name } } }`;
    const ten = await costOf(page('(first: 10)'));
    expect(await costOf(page('(first: 20)'))).toBeGreaterThan(1.9 * ten);
    expect(await costOf(page('(last: 10)'))).toBe(ten);
    const asked = 'query ($n: Int) { computes(first: $n) { nodes { id name } } }';
    expect(await costOf(asked, { n: 10 })).toBe(ten);
    const preset = 'query ($n: Int = 10) { computes(first: $n) { nodes { id name } } }';
    expect(await costOf(preset)).toBe(ten);
  });

  it('charges for counting what a list has in all', async () => {
    const page = (more: string) => `{ computes(first: 10) { nodes { id } ${more} } }`;
    const counted = await costOf(page('totalCount { count precision }'));
    expect(counted).toBe((await costOf(page(''))) + 200);
  });

  it('charges for holding thousands of sizes against quotas, each time', async () => {
    const check = 'quotaCheck(input: { location: "eastus", vmSize: "Standard_DS3_v2" }) { fits }';
    expect(await costOf(`{ one: ${check} two: ${check} }`)).toBe(604);
  });

  it('multiplies by what is nested', async () => {
    const inner = await costOf(
      '{ workspaces(first: 1) { nodes { computes(first: 10) { nodes { id } } } } }',
    );
    const outer = await costOf(
      '{ workspaces(first: 30) { nodes { computes(first: 10) { nodes { id } } } } }',
    );
    expect(outer).toBeGreaterThan(25 * inner);
  });

  it('counts what is skipped as nothing, and of types that exclude each other the costliest', async () => {
    const asked =
      'query ($more: Boolean!) { computes(first: 10) { nodes { id ... @include(if: $more) { name location } } } }';
    expect(await costOf(asked, { more: true })).toBe((await costOf(asked, { more: false })) + 20);
    const one = '{ computes(first: 10) { nodes { ... on ComputeCluster { vmSize } } } }';
    const either =
      '{ computes(first: 10) { nodes { ... on ComputeCluster { vmSize } ... on ComputeInstance { vmSize } } } }';
    expect(await costOf(either)).toBe(await costOf(one));
  });

  it('counts a field once that several fragments ask for', async () => {
    const query = `{ computes(first: 10) { nodes { ...a ...b id } } } fragment a on Compute { id name } fragment b on Compute { id name }`;
    expect(await costOf(query)).toBe(await costOf('{ computes(first: 10) { nodes { id name } } }'));
  });

  it('lets through what people ask: a whole page with tags and the latest operation, GraphiQL’s introspection', async () => {
    const page = `{ computes(first: 100) { nodes { id name provisioningState location costTags { key value source }
      operations(first: 1) { nodes { id kind status steps { name status } } } } pageInfo { hasNextPage endCursor } } }`;
    expect(await costOf(page)).toBeLessThan(15_000);
    expect(await costOf(getIntrospectionQuery())).toBeLessThan(15_000);
  });
});

const tooMuch =
  '{ computes { nodes { id operations { nodes { id auditEvents { nodes { id after before } } } } } } }';

describe('a document that costs more than is allowed', () => {
  it.each([
    ['pages within pages', tooMuch],
    ['by default sizes alone', '{ workspaces { nodes { computes { nodes { id } } } } }'],
    [
      'by aliases',
      `{ ${Array.from({ length: 12 }, (_, n) => `a${n}: computes { nodes { id name location costTags { key value } } }`).join(' ')} }`,
    ],
    [
      'by aliased introspection',
      `{ ${Array.from({ length: 6 }, (_, n) => `a${n}: __schema { types { name fields { name } } }`).join(' ')} }`,
    ],
    [
      'by ids',
      `{ nodes(ids: [${Array.from({ length: 100 }, (_, n) => `"${n}"`).join()}]) { ... on Team { sharedScopes { armId } } ... on Workspace { computes { nodes { id } } } } }`,
    ],
    [
      'through fragments',
      `{ computes { ...f } } fragment f on ComputeConnection { nodes { operations { ...g } } } fragment g on OperationConnection { nodes { id } }`,
    ],
  ])('is refused with its number and the limit: %s', async (_, query) => {
    api.statements();
    const { data, errors } = await ask(query);
    expect(data ?? null).toBeNull();
    expect(errors).toMatchObject([
      {
        message: expect.stringContaining('15000 are allowed') as string,
        extensions: {
          code: 'COST_LIMIT_EXCEEDED',
          cost: { requested: expect.any(Number) as number, limit: 15_000 },
        },
      },
    ]);
    expect(api.statements().filter((text) => text.includes('FROM resource'))).toEqual([]);
  });

  it('is refused over streams too', async () => {
    const client = createClient({
      url: `${api.url}/graphql/stream`,
      headers: { authorization: `Bearer ${api.adminKey}` },
      retryAttempts: 0,
    });
    const query = `subscription { computeUpdated { id ... on ComputeCluster { workspace { computes { nodes { operations { nodes { id } } } } } } } }`;
    const heard = (async () => {
      for await (const event of client.iterate({ query })) return JSON.stringify(event);
      return '';
    })().catch((error: unknown) => String(error));
    expect(await heard).toMatch(/COST_LIMIT_EXCEEDED|400/);
  });
});
