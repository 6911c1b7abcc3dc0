import { buildSchema, isInputObjectType, isInterfaceType, isObjectType, isEnumType } from 'graphql';
import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { printSchema } from '../../../apps/api/src/graphql/print-schema.js';
import { startApi, type ApiUnderTest } from '../../support/api.js';
import { at, createGroup, createTeam, givenKey, givenTeam } from '../../support/gateway.js';

let api: ApiUnderTest;
let teamId: string;
const keys: Record<string, string> = {};

beforeAll(async () => {
  api = await startApi();
  teamId = await givenTeam(api, 'vision');
  const other = await givenTeam(api, 'speech');
  for (const role of ['VIEWER', 'OPERATOR', 'APPROVER', 'ADMIN']) {
    keys[role] = await givenKey(api, teamId, role, role.toLowerCase());
  }
  keys.OTHER = await givenKey(api, other, 'ADMIN', 'other');
});
afterAll(() => api.close());

const group = (name: string, more: object = {}) => ({
  input: { name, location: 'eastus', teamId, ...more },
});

const rowCounts = async (): Promise<unknown> =>
  (
    await api.database.pool.query(
      'SELECT (SELECT count(*) FROM resource) AS resources, (SELECT count(*) FROM operation) AS operations, (SELECT count(*) FROM cost_tag) AS tags, (SELECT count(*) FROM outbox_event) AS outbox',
    )
  ).rows[0];

describe('who may call', () => {
  it('refuses nobody and a mistyped key with 401 before anything is parsed', async () => {
    for (const key of ['', 'arm_nope', `${api.adminKey}x`]) {
      const answer = await api.graphql(key, '{ not graphql');
      expect(answer.status).toBe(401);
      expect(answer.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    }
  });

  it.each([
    ['VIEWER', 'FORBIDDEN'],
    ['APPROVER', 'FORBIDDEN'],
    ['OTHER', 'NOT_FOUND'],
  ])('answers %s with %s and writes nothing', async (who, code) => {
    const before = await rowCounts();
    const { data } = await api.graphql(keys[who]!, createGroup, group(`denied-${who}`));
    expect(at(data).createResourceGroup).toMatchObject({
      operation: null,
      resourceGroup: null,
      userErrors: [{ code, field: ['input', 'teamId'] }],
    });
    expect(await rowCounts()).toEqual(before);
  });

  it.each(['OPERATOR', 'ADMIN'])('lets %s create', async (who) => {
    const { data } = await api.graphql(keys[who]!, createGroup, group(`by-${who}`));
    expect(at(data).createResourceGroup).toMatchObject({
      operation: { status: 'QUEUED', kind: 'RESOURCE_GROUP_CREATE' },
      resourceGroup: { name: `by-${who}` },
      userErrors: [],
    });
  });

  it("shows another team's things as if they were not there", async () => {
    const made = await api.graphql(api.adminKey, createGroup, group('hidden'));
    const { operation, resourceGroup } = at(made.data).createResourceGroup!;
    const query = `query ($g: ID!, $o: ID!) { node(id: $g) { id } operation(id: $o) { id }
      resourceGroups(first: 100) { nodes { name } } operations(first: 100) { nodes { id } } auditEvents(first: 100) { nodes { action } } }`;
    const variables = { g: resourceGroup!.id, o: operation!.id };
    await api.seal();
    const seen = await api.graphql(keys.VIEWER!, query, variables);
    expect(seen.data).toMatchObject({ node: { id: variables.g }, operation: { id: variables.o } });
    const hidden = await api.graphql(keys.OTHER!, query, variables);
    const { auditEvents, ...rest } = hidden.data as Record<string, unknown>;
    expect(rest).toEqual({
      node: null,
      operation: null,
      resourceGroups: { nodes: [] },
      operations: { nodes: [] },
    });
    expect(JSON.stringify(auditEvents)).not.toContain('resource_group');
  });

  it('ends a revoked key within seconds', async () => {
    const secret = await givenKey(api, teamId, 'VIEWER', 'short-lived');
    expect((await api.graphql(secret, '{ viewer { displayName } }')).status).toBe(200);
    await api.database.pool.query(
      "UPDATE api_key SET revoked_at = now() WHERE name = 'short-lived'",
    );
    await expect
      .poll(async () => (await api.graphql(secret, '{ viewer { id } }')).status, {
        timeout: 20_000,
      })
      .toBe(401);
  });
});

describe('a mutation', () => {
  it('inherits cost tags, and names a missing one', async () => {
    const { data } = await api.graphql(api.adminKey, createGroup, group('tagged'));
    expect(at(data).createResourceGroup!.resourceGroup!.costTags).toEqual([
      { key: 'costCenter', value: 'CC-1', source: 'TEAM_DEFAULT' },
      { key: 'environment', value: 'test', source: 'TEAM_DEFAULT' },
      { key: 'owner', value: 'o', source: 'TEAM_DEFAULT' },
    ]);
    const bare = await api.graphql(api.adminKey, createTeam, { name: 'bare', tags: [] });
    const answer = await api.graphql(api.adminKey, createGroup, {
      input: { name: 'untagged', location: 'eastus', teamId: at(bare.data).createTeam!.team!.id },
    });
    expect(at(answer.data).createResourceGroup!.userErrors).toMatchObject([
      { code: 'COST_TAG_REQUIRED' },
      { code: 'COST_TAG_REQUIRED' },
    ]);
  });

  it('under one idempotency key twice at once is done once; another input is refused', async () => {
    const idempotencyKey = '3f1c7f4e-8f7b-4c55-9a3e-0d8ed7d8b6aa';
    const once = () => api.graphql(api.adminKey, createGroup, group('once', { idempotencyKey }));
    const answers = await Promise.all([once(), once(), once()]);
    const ids = answers.map(({ data }) => at(data).createResourceGroup!.operation?.id);
    expect(new Set(ids).size).toBe(1);
    const other = await api.graphql(api.adminKey, createGroup, group('twice', { idempotencyKey }));
    expect(at(other.data).createResourceGroup!.userErrors).toMatchObject([
      { code: 'IDEMPOTENCY_KEY_PARAMETER_MISMATCH', field: ['input', 'idempotencyKey'] },
    ]);
  });

  it('on something under way answers OPERATION_IN_PROGRESS with the first operation', async () => {
    const first = await api.graphql(api.adminKey, createGroup, group('busy'));
    const second = await api.graphql(api.adminKey, createGroup, group('busy'));
    expect(at(second.data).createResourceGroup!.userErrors).toMatchObject([
      {
        code: 'OPERATION_IN_PROGRESS',
        operationId: at(first.data).createResourceGroup!.operation!.id,
      },
    ]);
  });

  it.each([
    ['a name', { name: 'ends.' }, 'NAME_INVALID', ['input', 'name']],
    ['a region', { location: '!' }, 'LOCATION_NOT_SUPPORTED', ['input', 'location']],
    [
      'a tag',
      { costTags: [{ key: 'a<b', value: 'x' }] },
      'INVALID_INPUT',
      ['input', 'costTags', '0', 'key'],
    ],
    ['an id', { teamId: 'nonsense' }, 'NOT_FOUND', ['input', 'teamId']],
  ])('refuses %s by its field, with nothing written', async (_, more, code, field) => {
    const before = await rowCounts();
    const { status, data } = await api.graphql(api.adminKey, createGroup, group('bad', more));
    expect(status).toBe(200);
    expect(at(data).createResourceGroup!.userErrors).toMatchObject([{ code, field }]);
    expect(await rowCounts()).toEqual(before);
  });
});

describe('a document', () => {
  it.each([
    [
      'too many aliases',
      `{ ${Array.from({ length: 16 }, (_, i) => `a${i}: viewer { id }`).join(' ')} }`,
    ],
    [
      'too deep',
      `{ workspaces(first: 1) { nodes { ${'computes(first: 1) { nodes { workspace { '.repeat(4)} id ${'} } }'.repeat(4)} } } }`,
    ],
    ['too large a page', '{ computes(first: 101) { nodes { id } } }'],
    ['no page size', '{ computes { nodes { id } } }'],
    ['unknown fields', '{ nothing }'],
    ['broken syntax', '{'],
  ])('with %s is the client’s mistake, never ours', async (_, query) => {
    const { status, errors } = await api.graphql(api.adminKey, query);
    expect(status).toBeLessThan(500);
    expect(errors?.length).toBeGreaterThan(0);
    expect(JSON.stringify(errors)).not.toMatch(/INTERNAL|node_modules|\.ts:/);
  });

  it('beyond 100 kB is refused', async () => {
    const response = await fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${api.adminKey}` },
      body: JSON.stringify({ query: `{ viewer { id } } #${'x'.repeat(101_000)}` }),
    });
    expect(response.status).toBe(413);
  });
});

interface Described {
  name: string;
  description?: string | null | undefined;
}

const undescribed = (
  of: string,
  parts: Record<string, Described> | readonly Described[],
): string[] =>
  Object.values(parts)
    .filter(({ description }) => !description)
    .map(({ name }) => `${of}.${name}`);

describe('the schema', () => {
  it('describes every type, field, argument and enum value', async () => {
    const schema = buildSchema(await printSchema());
    const bare: string[] = [];
    for (const type of Object.values(schema.getTypeMap())) {
      if (type.name.startsWith('__') || /^(String|Int|Float|Boolean|ID)$/.test(type.name)) continue;
      if (!['Query', 'Mutation', 'Subscription'].includes(type.name) && !type.description)
        bare.push(type.name);
      if (isEnumType(type))
        for (const value of type.getValues())
          if (!value.description) bare.push(`${type.name}.${value.name}`);
      if (isInputObjectType(type)) bare.push(...undescribed(type.name, type.getFields()));
      if (!isObjectType(type) && !isInterfaceType(type)) continue;
      bare.push(...undescribed(type.name, type.getFields()));
      for (const field of Object.values(type.getFields())) {
        bare.push(...undescribed(`${type.name}.${field.name}`, field.args));
      }
    }
    expect(bare).toEqual([]);
  });
});

describe('GraphQL over HTTP', () => {
  const audits = serverAudits({
    url: () => `${api.url}/graphql`,
    fetchFn: (input: string, init: RequestInit = {}) =>
      fetch(input, {
        ...init,
        headers: {
          ...(init.headers as Record<string, string>),
          authorization: `Bearer ${api.adminKey}`,
        },
      }),
  });
  it.each(audits.map((audit) => [audit.name, audit] as const))('%s', async (_, audit) => {
    const result = await audit.fn();
    expect(result.status === 'ok' ? 'ok' : result.reason).toBe('ok');
  });
});
