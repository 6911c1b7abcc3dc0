import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi, type ApiUnderTest } from '../../support/api.js';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const ask = (query: string, variables?: object) => api.graphql(api.adminKey, query, variables);

describe('a request', () => {
  it.each([100, 10_000, 49_000])('whose variables nest %i deep is refused', async (depth) => {
    const body = `{"query":"query ($ids: [ID!]!) { nodes(ids: $ids) { id } }","variables":{"ids":${'['.repeat(depth)}${']'.repeat(depth)}}}`;
    const response = await fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${api.adminKey}` },
      body,
    });
    expect(await response.json()).toMatchObject({
      errors: [{ message: 'variables.ids.0 nests deeper than 32 levels.' }],
    });
  });

  it('for a subscription is told where those are', async () => {
    const { errors } = await ask('subscription { operationsUpdated { id } }');
    expect(errors).toMatchObject([
      {
        message: expect.stringContaining('/graphql/stream') as string,
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
  });
});

describe('fragments that spread each other again and again', () => {
  /** Each level spreads the next twice: walked naively, 2^levels selections. */
  const bomb = (levels: number, leaf: string, on: string): string =>
    [
      ...Array.from(
        { length: levels },
        (_, n) => `fragment f${n} on ${on} { ...f${n + 1} ...f${n + 1} }`,
      ),
      `fragment f${levels} on ${on} { ${leaf} }`,
    ].join('\n');

  it('cost no more than being read once', async () => {
    const query = `{ computes(first: 1) { ...f0 } } ${bomb(60, 'nodes { id operations(first: 1) { nodes { id } } }', 'ComputeConnection')}`;
    const { data, errors } = await ask(query);
    expect(errors).toBeUndefined();
    expect(data).toEqual({ computes: { nodes: [] } });
  });

  it('still count for the depth', async () => {
    const deep =
      'nodes { operations(first: 1) { nodes { target { id } auditEvents(first: 1) { nodes { operation { target { ... on ComputeCluster { workspace { computes(first: 1) { nodes { id } } } } } } } } } } }';
    const query = `{ computes(first: 1) { ...f0 } } ${bomb(3, deep, 'ComputeConnection')}`;
    const { errors } = await ask(query);
    expect(errors?.[0]?.message).toMatch(/levels deep; 10 are allowed/);
  });
});
