import { randomUUID } from 'node:crypto';
import {
  buildSchema,
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLArgument,
  type GraphQLInputType,
} from 'graphql';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { catalogue } from '#libs/catalogue';
import { resourceGroupId, workspaceArmId } from '#libs/kernel';
import { kinds } from '#libs/kinds';
import { globalId, mapScalars } from '#libs/verbs';
import { isRead, type Definition } from '../../../apps/api/src/channels/fixed-document.js';
import { reads } from '../../../apps/api/src/reads/catalogue-of-reads.js';
import { startApi, subscriptionId, type ApiUnderTest } from '../../support/api.js';
import { FakeArm } from '../../support/fake-arm.js';
import { at, rowIdOf, type Loose } from '../../support/gateway.js';
import { givenScopes, type GivenTeam } from '../../support/scope-scene.js';
import { threeWays } from '../../support/three-ways.js';
import { streamWays } from '../../support/ways-in.js';

let api: ApiUnderTest;
let ours: GivenTeam;
let theirs: GivenTeam;
const arm = new FakeArm();
/** All that PostgreSQL was asked, on whatever connection. */
const asked: string[] = [];
/** ARM ids of what each team has, by the types that ids have. */
const armIds = { ours: new Map<string, string>(), theirs: new Map<string, string>() };

beforeAll(async () => {
  api = await startApi(undefined, arm);
  ours = await givenScopes(api, 'ours', 'rg-ours');
  theirs = await givenScopes(api, 'theirs', 'rg-theirs');
  for (const [of, { rowId }] of [
    ['ours', ours],
    ['theirs', theirs],
  ] as const) {
    const { rows } = await api.database.pool.query<{ kind: string; armId: string }>(
      'SELECT kind, arm_id AS "armId" FROM resource WHERE team_id = $1',
      [rowId],
    );
    for (const { kind, armId } of rows) armIds[of].set(kinds.of(kind).node, armId);
  }
  const query = pg.Client.prototype.query as (...of: unknown[]) => unknown;
  vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (
    this: pg.Client,
    ...of: unknown[]
  ) {
    const [first] = of;
    asked.push(typeof first === 'string' ? first : String((first as { text?: string }).text));
    return query.apply(this, of);
  });
});
afterAll(async () => {
  vi.restoreAllMocks();
  await api?.close();
});
beforeEach(() => api.database.pool.query('DELETE FROM audit_refusal'));

const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));

/** Paths of all ids in a type; `[]` stands for the one element of a list. */
function idPaths(type: GraphQLInputType, path: readonly string[]): string[][] {
  if (isNonNullType(type)) return idPaths(type.ofType, path);
  if (isListType(type)) return idPaths(type.ofType, [...path, '[]']);
  const named = getNamedType(type);
  if (named.name === 'ID') return [[...path]];
  if (!isInputObjectType(named)) return [];
  return Object.values(named.getFields()).flatMap((field) =>
    idPaths(field.type, [...path, field.name]),
  );
}

const argumentsOf = (definition: Definition): readonly GraphQLArgument[] => {
  const root = isRead(definition) ? schema.getQueryType() : schema.getMutationType();
  return root!.getFields()[definition.name]!.args;
};

/** Every id that clients give, with the types of what it may be the id of; none: of anything. Those of a plan are the planned mutation's. */
const idFields = [...catalogue.filter(({ name }) => name !== 'plan'), ...reads].flatMap(
  (definition) =>
    argumentsOf(definition)
      .flatMap(({ name, type }) => idPaths(type, isRead(definition) ? [name] : []))
      .map((path) => ({ definition, path, types: typesAt(definition, path) })),
);

function typesAt(definition: Definition, path: readonly string[]): readonly string[] {
  let found: readonly string[] | undefined;
  const value = put({}, path, 'here');
  mapScalars(definition.input, value, [], ({ ids }, text) => {
    if (text === 'here') found ??= ids;
    return text;
  });
  if (!found) throw new Error(`${definition.name} has no id at ${path.join('.')}`);
  return found;
}

function put(base: object, [head = '', ...tail]: readonly string[], id: string): object {
  if (head === '[]') return [tail.length > 0 ? put({}, tail, id) : id];
  const inner = (base as Record<string, object>)[head] ?? {};
  return { ...base, [head]: tail.length > 0 ? put(inner, tail, id) : id };
}

/** What cannot stand beside the id. */
const instead: Readonly<Record<string, readonly string[]>> = {
  'installArcExtension clusterId': ['clusterArmId'],
  'attachKubernetesCompute clusterId': ['clusterArmId'],
  'provisionKubernetesCompute clusterId': ['clusterArmId'],
  'revokeApiKey id': ['prefix'],
  'rotateApiKey id': ['prefix'],
  'createApiKey principalId': ['botName', 'role', 'teamId'],
  'grantRole to.principalId': ['to'],
  'grantRole to.entraGroupId': ['to'],
};

/** The definition's own example with the id in that field, and in each other that must name something what is ours. */
function inputWith({ definition, path }: (typeof idFields)[number], id: string): object {
  const out = instead[`${definition.name} ${path.join('.')}`] ?? [];
  const left = Object.entries(definition.example).filter(([name]) => !out.includes(name));
  const filled = mapScalars(
    definition.input,
    Object.fromEntries(left),
    [],
    ({ ids }, value) => idOfOurs(ids ?? []) ?? value,
  ) as object;
  return put(filled, path, id);
}

const idOfOurs = (types: readonly string[]): string | undefined =>
  ({
    ResourceGroup: ours.groupId,
    Workspace: ours.workspaceId,
    ComputeCluster: ours.clusterId,
    ComputeInstance: ours.instanceId,
    KubernetesCompute: ours.attachmentId,
    ArcExtension: ours.extensionId,
    ConnectedCluster: ours.arcId,
    AzureSubscription: ours.azureSubscriptionId,
    Team: ours.teamId,
  })[types[0] ?? ''];

interface Answered {
  data: Record<string, Loose> | null;
  errors: { message: string; code: unknown }[];
}

/** Asks for no more than what says whether something was found. */
function documentOf(definition: Definition): string {
  const args = argumentsOf(definition);
  const variables = args.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const given = args.map(({ name }) => `${name}: $${name}`).join(', ');
  if (!isRead(definition))
    return `mutation (${variables}) { ${definition.name}(${given}) { userErrors { code message field } } }`;
  const shown = definition.answer.as === 'page' ? '{ nodes { id } }' : '{ __typename }';
  return `query (${variables}) { ${definition.name}(${given}) ${shown} }`;
}

/** What is answered, and what it took of PostgreSQL: without what every request asks of the key that it came with. */
async function ask(definition: Definition, input: object): Promise<Answered & { took: string[] }> {
  const variables = isRead(definition) ? input : { input };
  asked.splice(0);
  const { data, errors = [] } = await api.graphql(ours.adminKey, documentOf(definition), variables);
  const took = asked.splice(0).filter((sql) => !/\bapi_key\b/.test(sql) && !isUpkeep(sql));
  await api.database.pool.query(
    `UPDATE operation SET status = 'SUCCEEDED', due_at = NULL WHERE status = 'QUEUED'`,
  );
  const told = errors.map(({ message, extensions: { code } }) => ({ message, code }));
  return { data, errors: told, took };
}

/** What a connection asks when it is opened, or lent again after a while. */
const isUpkeep = (text: string): boolean =>
  text === 'SELECT 1' || text.startsWith('SET statement_timeout');

/** The fields that are refused because they name nothing. */
function notFound({ data, errors }: Answered, { name }: Definition): string[] {
  const refused = (data?.[name]?.['userErrors'] ?? []) as unknown as {
    code: string;
    field: string[];
  }[];
  const inPayload = refused
    .filter(({ code }) => code === 'NOT_FOUND')
    .map(({ field }) => field.slice(1).join('.'));
  const inErrors = errors.filter(({ message }) => /is no id/.test(message));
  return [...inPayload, ...inErrors.map(({ message }) => message.split(' ')[0] ?? '')];
}

/** Null, or a list of that. */
const isNothing = ({ data }: Answered, { name }: Definition): boolean =>
  [data?.[name] ?? null].flat().every((one: unknown) => one === null);

/** The types of what has an ARM id. */
const azure = new Set(kinds.all.map(({ node }) => node));

const named = idFields.map((of) => ({ ...of, what: `${of.definition.name} ${of.path.join('.')}` }));

/** As long, of the same kind, and nowhere. */
const nobodysLike = (armId: string): string =>
  /^\/subscriptions\/[^/]+\/?$/i.test(armId)
    ? `/subscriptions/${randomUUID()}`
    : armId.replace(/rg-(ours|theirs)/gi, 'rg-nobodys');

/** The type of something in Azure that the id may be of; undefined where it is of nothing there. */
const azureType = ({ types }: (typeof idFields)[number]): string | undefined =>
  types.length === 0 ? 'ResourceGroup' : types.find((type) => azure.has(type));

describe('an id of whatever is asked', () => {
  it.each(named)(
    'answers the ARM id of somebody else as one that does not exist, by the same statements and without Azure: $what',
    async (of) => {
      const { definition } = of;
      const calls = arm.calls.length;
      for (const type of new Set(['Workspace', azureType(of) ?? 'ResourceGroup'])) {
        const armId = armIds.theirs.get(type)!;
        const known = await ask(definition, inputWith(of, armId));
        const nobodys = nobodysLike(armId);
        expect(await ask(definition, inputWith(of, nobodys))).toEqual(known);
        expect(known.took.filter((sql) => /asked\.key/.test(sql))).toHaveLength(1);
      }
      expect(arm.calls).toHaveLength(calls);
    },
  );

  it.each(named.filter(azureType))(
    'takes the ARM id of what is ours, in whatever case: $what',
    async (of) => {
      const { definition, path } = of;
      const armId = `${armIds.ours.get(azureType(of)!)!.toUpperCase()}/`;
      const found = await ask(definition, inputWith(of, armId));
      expect(notFound(found, definition)).not.toContain(path.join('.'));
      expect(isNothing(found, definition)).toBe(false);
      const nobodys = await ask(definition, inputWith(of, nobodysLike(armId)));
      const isRefused = notFound(nobodys, definition).includes(path.join('.'));
      expect(isRefused || isNothing(nobodys, definition)).toBe(true);
    },
  );
});

describe('an ARM id', () => {
  const cluster = (workspaceId: string): Loose =>
    at({
      workspaceId,
      name: `c-${randomUUID().slice(0, 8)}x`,
      vmSize: 'STANDARD_D3_V2',
      scale: { maxNodeCount: 1 },
      costTags: [{ key: 'costCenter', value: 'v' }],
    });
  const workspaceOf = (group: string, name: string): string =>
    workspaceArmId(resourceGroupId(subscriptionId, group), name);

  it.each(threeWays)(
    'is the id of what is ours over $channel, and of nothing else',
    async (way) => {
      const codes = async (workspaceId: string): Promise<readonly string[]> =>
        (await way.ask(api, ours.operatorKey, 'createComputeCluster', cluster(workspaceId))).codes;
      expect(await codes(workspaceOf('RG-ours', 'WS-ours'))).toEqual([]);
      expect(await codes(workspaceOf('rg-theirs', 'ws-theirs'))).toEqual(['NOT_FOUND']);
      expect(await codes(workspaceOf('rg-nobodys', 'ws-theirs'))).toEqual(['NOT_FOUND']);
    },
  );

  it('is looked up together with the others of a document', async () => {
    asked.splice(0);
    const { data } = await api.graphql(
      ours.operatorKey,
      `{ workspace(id: "${workspaceOf('rg-ours', 'ws-ours')}") { id } resourceGroup(id: "${ours.groupArmId}") { id }
        compute(id: "${armIds.ours.get('ComputeCluster')}") { id } connectedCluster(id: "${armIds.ours.get('ConnectedCluster')}") { id } }`,
    );
    expect(data).toEqual({
      workspace: { id: ours.workspaceId },
      resourceGroup: { id: ours.groupId },
      compute: { id: ours.clusterId },
      connectedCluster: { id: ours.arcId },
    });
    expect(asked.filter((sql) => /asked\.key/.test(sql))).toHaveLength(1);
    expect(asked.filter((sql) => /r\.id = ANY/.test(sql))).toHaveLength(1);
  });

  it('of another kind finds nothing, whoever asks', async () => {
    const document = `query ($id: ID!) { workspace(id: $id) { id } compute(id: $id) { id } team(id: $id) { id }
      operation(id: $id) { id } principal(id: $id) { id } }`;
    const nothing = {
      workspace: null,
      compute: null,
      team: null,
      operation: null,
      principal: null,
    };
    for (const key of [ours.operatorKey, api.adminKey]) {
      const answer = await api.graphql(key, document, { id: ours.groupArmId });
      expect(answer).toMatchObject({ data: nothing });
      expect(answer.errors).toBeUndefined();
    }
  });

  it.each(['/', '//', '/subscriptions', `/${'x'.repeat(4_000)}`, '/%2e', '/ⓘ'])(
    'that is none (%s) finds nothing',
    async (text) => {
      const document = 'query ($id: ID!) { node(id: $id) { id } workspace(id: $id) { id } }';
      expect(await api.graphql(ours.operatorKey, document, { id: text })).toMatchObject({
        status: 200,
        data: { node: null, workspace: null },
      });
    },
  );

  it('narrows what a subscription tells', async () => {
    const client = streamWays[0]!.connect(api, ours.operatorKey);
    const filter = (workspaceId: string): string =>
      `subscription { computeUpdated(filter: { workspaceId: "${workspaceId}" }) { id } }`;
    const refused = await client.ask(filter(workspaceOf('rg-theirs', 'ws-theirs'))).answer;
    expect(refused.errors?.[0]?.message).toMatch(/^filter\.workspaceId is no id of a Workspace/);
    const heard = client.ask(filter(workspaceOf('RG-OURS', 'ws-ours')));
    await expect.poll(() => api.streamCount()).toBe(1);
    await api.database.pool.query(
      `INSERT INTO outbox_event (topic, resource_id, team_id) VALUES ('resource.changed', $1, $2)`,
      [rowIdOf(ours.clusterId), ours.rowId],
    );
    expect(await heard.answer).toMatchObject({ data: { computeUpdated: { id: ours.clusterId } } });
    client.close();
  });
});

describe('a request that is repeated with its key', () => {
  const remove = async (computeId: string, idempotencyKey: string) => {
    const { data } = await api.graphql(
      ours.operatorKey,
      `mutation ($input: DeleteComputeInput!) { deleteCompute(input: $input) { operation { id } userErrors { code } } }`,
      { input: { computeId, confirmName: 'to-go', idempotencyKey } },
    );
    return at(data)['deleteCompute'];
  };
  const given = async (): Promise<{ id: string; armId: string }> => {
    const armId = `${workspaceArmId(ours.groupArmId, 'ws-ours')}/computes/to-go`;
    const { rows } = await api.database.pool.query<{ id: string }>(
      `INSERT INTO resource (kind, team_id, parent_id, name, arm_id, arm_id_key, subscription_id, location,
         provisioning_state, raw_provisioning_state, desired)
       SELECT kind, team_id, parent_id, 'to-go', $2, lower($2), subscription_id, location, provisioning_state,
         raw_provisioning_state, desired FROM resource WHERE id = $1 RETURNING id`,
      [rowIdOf(ours.clusterId), armId],
    );
    return { id: globalId('ComputeCluster', rows[0]!.id), armId };
  };
  const isGone = (id: string) =>
    api.database.pool.query(
      `WITH ended AS (UPDATE operation SET status = 'SUCCEEDED', due_at = NULL WHERE target_id = $1)
       UPDATE resource SET gone_at = now() WHERE id = $1`,
      [rowIdOf(id)],
    );

  it('is the same by id and by ARM id, also once its target is gone, and is not done to what came after it', async () => {
    const key = randomUUID();
    const { id, armId } = await given();
    const first = await remove(id, key);
    expect(first).toMatchObject({
      operation: { id: expect.any(String) as string },
      userErrors: [],
    });
    expect(await remove(armId, key)).toEqual(first);
    await isGone(id);
    expect(await remove(armId.toUpperCase(), key)).toEqual(first);
    expect(await remove(armId, randomUUID())).toMatchObject({
      userErrors: [{ code: 'NOT_FOUND' }],
    });
    const again = await given();
    const refused = {
      operation: null,
      userErrors: [{ code: 'IDEMPOTENCY_KEY_PARAMETER_MISMATCH' }],
    };
    expect(await remove(armId, key)).toEqual(refused);
    const { rows } = await api.database.pool.query('SELECT FROM operation WHERE target_id = $1', [
      rowIdOf(again.id),
    ]);
    expect(rows).toEqual([]);
    await isGone(again.id);
    expect(await remove(armId, key)).toEqual(refused);
  });
});
