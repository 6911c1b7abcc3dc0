import { createClient } from 'graphql-sse';
import {
  getNamedType,
  GraphQLID,
  isEnumType,
  isInputObjectType,
  isListType,
  type GraphQLInputType,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { globalId } from '#libs/verbs';
import { startApi, type ApiUnderTest } from '../../support/api.js';
import { at, createGroup, createTeam, givenOperation, givenTeam } from '../../support/gateway.js';
import { schemaForTests as schema } from '../../support/schema-walk.js';

let api: ApiUnderTest;
let teamId: string;

beforeAll(async () => {
  api = await startApi();
  teamId = await givenTeam(api, 'vision');
});
afterAll(() => api.close());

const ask = (query: string, variables?: object) => api.graphql(api.adminKey, query, variables);
const aUuid = '01a1fc7c-8a11-7030-948c-59f566fb3cf5';

describe('half a surrogate pair', () => {
  const half = '\ud800';
  it.each([
    [
      'a name',
      createGroup,
      { input: { name: half, location: 'eastus', teamId: 't' } },
      'input.name',
    ],
    [
      'a cost tag',
      createGroup,
      {
        input: {
          name: 'ab',
          location: 'eastus',
          teamId: 't',
          costTags: [
            {
              key: 'k',
              value: half,
            },
          ],
        },
      },
      'input.costTags.0.value',
    ],
    ['a team', createTeam, { name: 'ab', tags: [{ key: half, value: 'v' }] }, 'tags.0.key'],
  ])('in %s is refused by its place', async (_what, query, variables, place) => {
    api.statements();
    const { errors } = await ask(query, variables);
    expect(errors).toMatchObject([
      {
        message: expect.stringContaining(`variables.${place} holds half`) as string,
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
    expect(api.statements().filter((text) => !text.includes('api_key'))).toEqual([]);
  });

  it('in the document does not parse', async () => {
    const { errors } = await ask(`{ node(id: "${half}") { id } }`);
    expect(errors?.[0]?.extensions.code).toBe('GRAPHQL_PARSE_FAILED');
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
          name: 'ab',
          location: 'eastus',
          teamId: 't',
          costTags: [
            {
              key: 'k\0',
              value: 'v',
            },
          ],
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

describe('ids', () => {
  it.each([
    '',
    'nonsense',
    '%%%',
    'x'.repeat(50),
    Buffer.from('Operation:1').toString('base64url'),
    // Of types that nobody has, whatever JavaScript calls by these names.
    ...['Nothing', 'constructor', '__proto__'].map((type) => globalId(type, crypto.randomUUID())),
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

/** Every id in the filter of every list and subscription. */
const idsInFilters = [schema.getQueryType(), schema.getSubscriptionType()].flatMap((root) =>
  Object.values(root?.getFields() ?? {}).flatMap(({ name, args }) => {
    const filter = args.find((argument) => argument.name === 'filter')?.type;
    const fields = isInputObjectType(filter) ? Object.values(filter.getFields()) : [];
    const ids = fields.filter(({ type }) => getNamedType(type) === GraphQLID);
    return ids.map((field) => ({
      kind: root?.name ?? '',
      list: name,
      field: field.name,
      isList: isListType(field.type),
    }));
  }),
);

describe('an id in a filter', () => {
  it('is looked for in every list', () => {
    expect(new Set(idsInFilters.map(({ list }) => list))).toEqual(
      new Set([
        'apiKeys',
        'approvals',
        'auditEvents',
        'azureSubscriptions',
        'computes',
        'connectedClusters',
        'events',
        'operations',
        'plans',
        'principals',
        'resourceGroups',
        'roleGrants',
        'workspaces',
        'computeUpdated',
        'eventOccurred',
        'operationsUpdated',
      ]),
    );
  });

  const lists = idsInFilters.filter(({ kind }) => kind === 'Query');
  const nothing = ['', 'nonsense', Buffer.from('Team:1').toString('base64url')];
  it.each(lists)('of $list that is none is refused as $field', async ({ list, field, isList }) => {
    for (const id of [...nothing, aUuid]) {
      const [type, value] = isList ? ['ID!', '[$id]'] : ['ID', '$id'];
      const query = `query ($id: ${type}) { list: ${list}(first: 1, filter: { ${field}: ${value} }) { nodes { __typename } } }`;
      const { errors } = await ask(query, { id });
      expect(errors, id).toMatchObject([
        {
          message: expect.stringMatching(
            `^filter\\.${field}${isList ? '\\.0' : ''} is no id`,
          ) as string,
          extensions: { code: 'BAD_USER_INPUT' },
        },
      ]);
    }
  });

  it.each(lists.filter(({ field }) => !field.startsWith('targetId')))(
    'of $list that is of another type is refused as $field',
    async ({ list, field, isList }) => {
      const id = Buffer.from(`AuditEvent:${aUuid}`).toString('base64url');
      const { errors } = await ask(
        `{ list: ${list}(first: 1, filter: { ${field}: "${id}" }) { nodes { __typename } } }`,
      );
      expect(errors?.[0]?.message).toMatch(`filter.${field}${isList ? '.0' : ''} is no id of a `);
    },
  );

  it.each(idsInFilters.filter(({ kind }) => kind === 'Subscription'))(
    'of $list is refused when the stream opens',
    async ({ list, field, isList }) => {
      const events = createClient({
        url: `${api.url}/graphql/stream`,
        headers: { authorization: `Bearer ${api.adminKey}` },
      }).iterate({
        query: `subscription { ${list}(filter: { ${field}: "nonsense" }) { __typename } }`,
      });
      expect(await events.next()).toMatchObject({
        value: {
          errors: [
            {
              message: expect.stringMatching(
                `^filter\\.${field}${isList ? '\\.0' : ''} is no id`,
              ) as string,
              extensions: { code: 'BAD_USER_INPUT' },
            },
          ],
        },
      });
      await events.return?.();
    },
  );

  it('that points at nothing finds nothing', async () => {
    const team = Buffer.from(`Team:${aUuid}`).toString('base64url');
    const { data } = await ask(
      `{ list: computes(first: 1, filter: { teamId: "${team}" }) { nodes { id } } }`,
    );
    expect(data).toEqual({ list: { nodes: [] } });
  });
});

/** Every field of a filter that takes several values, with one that it takes. */
const several = [schema.getQueryType()].flatMap((root) =>
  Object.values(root?.getFields() ?? {}).flatMap(({ name, args }) => {
    const filter = args.find((argument) => argument.name === 'filter')?.type;
    const fields = isInputObjectType(filter) ? Object.values(filter.getFields()) : [];
    return fields.flatMap((field) =>
      isListType(field.type) ? [{ list: name, field: field.name, value: valueOf(field.type) }] : [],
    );
  }),
);

function valueOf(list: GraphQLInputType): string {
  const type = getNamedType(list);
  if (isEnumType(type)) return type.getValues()[0]?.name ?? '';
  if (type.name === 'UUID') return `"${crypto.randomUUID()}"`;
  return isInputObjectType(type) ? '{ key: "x" }' : '"x"';
}

describe('several values of a filter', () => {
  const ask50 = async (list: string, field: string, values: string[]) =>
    ask(
      `{ list: ${list}(first: 1, filter: { ${field}: [${values.join()}] }) { nodes { __typename } } }`,
    );

  it.each(several)('are 1 to 50: $list by $field', async ({ list, field, value }) => {
    const refused = (message: string) => [
      { message: `filter.${field} ${message}`, extensions: { code: 'BAD_USER_INPUT' } },
    ];
    expect((await ask50(list, field, [])).errors).toMatchObject(
      refused('is empty: leave it out, or name 1 to 50.'),
    );
    const many = Array<string>(51).fill(value);
    const { errors } = await ask50(list, field, many);
    expect(errors?.slice(0, 1)).toMatchObject(refused('holds 51; at most 50 are allowed.'));
  });
});

describe('an empty text in a filter', () => {
  it.each([
    'auditEvents(first: 1, filter: { action: "" })',
    'apiKeys(first: 1, filter: { prefix: "" })',
  ])('narrows to nothing: %s', async (list) => {
    await api.seal();
    const { data } = await ask(`{ list: ${list} { nodes { __typename } } }`);
    expect(data).toEqual({ list: { nodes: [] } });
  });
});

describe('nodes', () => {
  it('takes none to a hundred ids', async () => {
    const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
    expect((await ask(query, { ids: [] })).data).toEqual({ nodes: [] });
    const { errors } = await ask(query, { ids: Array(101).fill('x') });
    expect(errors).toMatchObject([{ message: 'ids holds 101; at most 100 are allowed.' }]);
  });
});

describe('createApiKey', () => {
  const document = `mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) {
    secret userErrors { code field } } }`;

  it.each([
    ['an empty team', { botName: 'b', role: 'VIEWER', teamId: '' }, 'NOT_FOUND', 'teamId'],
    ['no team', { botName: 'b', role: 'VIEWER', teamId: 'nonsense' }, 'NOT_FOUND', 'teamId'],
    ['an empty principal', { principalId: '' }, 'NOT_FOUND', 'principalId'],
    ['an empty name for a bot', { botName: '', role: 'VIEWER' }, 'INVALID_INPUT', 'botName'],
    ['a blank name', { name: ' ' }, 'INVALID_INPUT', 'name'],
    ['a role for oneself', { role: 'VIEWER' }, 'INVALID_INPUT', 'role'],
    [
      'two holders at once',
      { botName: 'b', role: 'VIEWER', principalId: 'x' },
      'INVALID_INPUT',
      'principalId',
    ],
  ])('refuses %s, and makes no key', async (_what, more, code, field) => {
    const count = async (): Promise<unknown> =>
      (
        await api.database.pool.query(
          'SELECT (SELECT count(*) FROM api_key) AS keys, (SELECT count(*) FROM principal) AS principals',
        )
      ).rows;
    const before = await count();
    const { data } = await ask(document, { input: { name: 'k', ...more } });
    expect(at(data).createApiKey).toEqual({
      secret: null,
      userErrors: [
        {
          code,
          field: ['input', field],
        },
      ],
    });
    expect(await count()).toEqual(before);
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
