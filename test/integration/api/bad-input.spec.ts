import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi, type ApiUnderTest } from '../../support/api.js';
import { at, createGroup, givenOperation, givenTeam } from '../../support/gateway.js';

let api: ApiUnderTest;
let teamId: string;

beforeAll(async () => {
  api = await startApi();
  teamId = await givenTeam(api, 'vision');
});
afterAll(() => api.close());

const ask = (query: string, variables?: object) => api.graphql(api.adminKey, query, variables);
const cursor = (key: string): string => Buffer.from(`c:${key}`).toString('base64url');
const aUuid = '01a1fc7c-8a11-7030-948c-59f566fb3cf5';

describe('a cursor', () => {
  it.each([
    ['of the audit trail', 'computes', cursor('7')],
    ['of another list', 'auditEvents', cursor(aUuid)],
    ['that is garbage', 'operations', 'garbage'],
    ['that is empty', 'workspaces', ''],
    ['beyond every number', 'auditEvents', cursor('99999999999999999999')],
    ['of half a key', 'teams', cursor('01a1fc7c')],
    ['with SQL in it', 'resourceGroups', cursor("1' OR true --")],
  ])('%s is refused by the name of its argument', async (_what, list, after) => {
    const query = `query ($after: String) { ${list}(first: 1, after: $after) { nodes { __typename } } }`;
    const { errors } = await ask(query, { after });
    expect(errors).toMatchObject([
      { message: expect.stringMatching(/^after is no cursor/) as string },
    ]);
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});

describe('U+0000', () => {
  it.each([
    ['a variable', createGroup, { input: { name: 'a\0b', location: 'eastus', teamId: 't' } }],
    [
      'a nested variable',
      createGroup,
      {
        input: {
          ...{ name: 'ab', location: 'eastus', teamId: 't' },
          costTags: [{ key: 'k\0', value: 'v' }],
        },
      },
    ],
    [
      'a literal',
      '{ computes(first: 1, filter: { nameContains: "a\\u0000" }) { nodes { id } } }',
      {},
    ],
    ['an id', 'query ($id: ID!) { node(id: $id) { id } }', { id: '\0' }],
  ])(
    'in %s is refused before anything is asked of the database',
    async (_what, query, variables) => {
      await ask('{ viewer { id } }');
      api.statements();
      const { errors } = await ask(query, variables);
      expect(errors?.[0]).toMatchObject({
        message: expect.stringContaining('U+0000') as string,
      });
      expect(api.statements()).toEqual([]);
    },
  );
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

describe('ids', () => {
  it.each([
    '',
    'nonsense',
    '%%%',
    'x'.repeat(50),
    Buffer.from('Operation:1').toString('base64url'),
  ])('that point at nothing find nothing: %j', async (id) => {
    const query = 'query ($id: ID!) { node(id: $id) { id } operation(id: $id) { id } }';
    expect((await ask(query, { id })).data).toEqual({ node: null, operation: null });
  });

  it('of another type find nothing', async () => {
    const operation = await givenOperation(api, teamId, 'of-another-type');
    const { data } = await ask('query ($id: ID!) { workspace(id: $id) { id } }', { id: operation });
    expect(data).toEqual({ workspace: null });
  });
});

describe('cancelOperation and retryOperation', () => {
  const document = (name: string): string => `mutation ($id: ID!, $key: UUID) {
    ${name}(input: { id: $id, idempotencyKey: $key }) { operation { id status } userErrors { code field } } }`;

  it('answer the first result again under the same key, and refuse it for another operation', async () => {
    const key = crypto.randomUUID();
    const [id, other] = [
      await givenOperation(api, teamId, 'failed-one'),
      await givenOperation(api, teamId, 'another-one'),
    ];
    await api.database.pool.query(
      `UPDATE operation SET status = 'FAILED', due_at = NULL WHERE target_name = 'failed-one'`,
    );
    const retry = (target: string) => ask(document('retryOperation'), { id: target, key });
    const first = at((await retry(id)).data).retryOperation;
    expect(first).toMatchObject({ operation: { status: 'QUEUED' }, userErrors: [] });
    expect(at((await retry(id)).data).retryOperation).toEqual(first);
    expect(at((await retry(other)).data).retryOperation).toMatchObject({
      operation: null,
      userErrors: [
        { code: 'IDEMPOTENCY_KEY_PARAMETER_MISMATCH', field: ['input', 'idempotencyKey'] },
      ],
    });
    const { data } = await ask(document('cancelOperation'), { id, key });
    expect(at(data).cancelOperation).toMatchObject({
      userErrors: [{ code: 'IDEMPOTENCY_KEY_PARAMETER_MISMATCH' }],
    });
  });
});
