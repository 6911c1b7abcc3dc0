import { GraphQLSchemaHost } from '@nestjs/graphql';
import { Ajv2020 } from 'ajv/dist/2020.js';
import {
  OverlappingFieldsCanBeMergedRule,
  specifiedRules,
  validate,
  type GraphQLSchema,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogue, deleteCompute, setCostTags } from '#libs/catalogue';
import type { Authenticate } from '#libs/tenants';
import { globalId } from '#libs/verbs';
import { startApi, type ApiUnderTest } from '../../../../test/support/api.js';
import { givenScopes, type GivenTeam } from '../../../../test/support/scope-scene.js';
import { costOfDocument } from '../cost/cost-of-document.js';
import { requestContext, type GraphqlContext } from '../context/graphql-context.js';
import { reads } from '../reads/catalogue-of-reads.js';
import { AUTHENTICATE, SETTINGS, type ApiSettings } from '../parts/parts.js';
import { AnswerSchemas } from './answer-schema.js';
import { ChannelAnswers, type Answer } from './channel-answers.js';
import { ChannelsModule } from './channels.module.js';
import type { Definition } from './fixed-document.js';
import { inputSchema } from './input-schema.js';

let api: ApiUnderTest;
let schema: GraphQLSchema;
let answers: ChannelAnswers;
let ours: GivenTeam;
let theirs: GivenTeam;
beforeAll(async () => {
  api = await startApi();
  ({ schema } = api.app.get(GraphQLSchemaHost));
  answers = api.app.select(ChannelsModule).get(ChannelAnswers);
  ours = await givenScopes(api, 'ours', 'rg-ours');
  theirs = await givenScopes(api, 'theirs', 'rg-theirs');
});
afterAll(() => api?.close());

const definitions: readonly Definition[] = [...catalogue, ...reads];
const createComputeCluster = catalogue.find(({ name }) => name === 'createComputeCluster')!;
const read = (name: string): Definition => reads.find((one) => one.name === name)!;

const contextOf = async (key: string): Promise<GraphqlContext> => {
  const actor = await api.app.get<Authenticate>(AUTHENTICATE)(key);
  return { request: requestContext(actor!, {}, 'rest'), signal: new AbortController().signal };
};
const ask = async (definition: Definition, input: object, key = ours.operatorKey) =>
  answers.answerOf(definition, await contextOf(key), input);

const dataOf = (answer: Answer): Record<string, never> => {
  expect(answer).toHaveProperty('data');
  return (answer as { data: Record<string, never> }).data;
};
const refusalsOf = (answer: Answer) => {
  expect(answer).toHaveProperty('refusals');
  return (answer as { refusals: readonly object[] }).refusals;
};

const validatorFor = (definition: Definition) => {
  const schemas = new AnswerSchemas((name) => `#/$defs/${name}`);
  const root = schemas.ofDocument(answers.documentOf(definition));
  const whole = { ...root, $defs: Object.fromEntries(schemas.named) };
  return new Ajv2020({ strict: false, formats: { 'date-time': true, uuid: true } }).compile(whole);
};

/** As what is sent: dates are texts by then. */
const sent = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe.each(definitions.map((one) => [one.name, one] as const))('%s', (_name, definition) => {
  // One document shows things of several types, whose fields of one name differ.
  const rules = specifiedRules.filter((rule) => rule !== OverlappingFieldsCanBeMergedRule);

  it('has a document that the schema takes, whose whole page costs no more than may be', () => {
    const { document, operation } = answers.documentOf(definition);
    expect(validate(schema, document, rules)).toEqual([]);
    const variables = {
      input: definition.example,
      ...definition.example,
      first: 100,
      ids: Array.from({ length: 100 }, () => ours.instanceId),
      id: ours.instanceId,
      location: 'eastus',
    };
    const { costLimit } = api.app.get<ApiSettings>(SETTINGS);
    const cost = costOfDocument(schema, { document, operation, variables });
    expect(cost).toBeGreaterThan(0);
    expect(cost).toBeLessThanOrEqual(costLimit);
  });

  it('describes what it takes so that its example fits', () => {
    const isInput = new Ajv2020({ strict: false, validateFormats: false }).compile(
      inputSchema(definition),
    );
    expect(isInput(definition.example), JSON.stringify(isInput.errors)).toBe(true);
    expect(isInput({ ...definition.example, noSuchField: 1 })).toBe(false);
  });
});

describe('an answer', () => {
  it.each([
    ['computes', { first: 100 }],
    ['resourceGroups', { first: 100 }],
    ['workspaces', { first: 100 }],
    ['connectedClusters', { first: 100 }],
    ['teams', { first: 100 }],
    ['operations', { first: 100 }],
    ['viewer', {}],
    ['viewerRoles', {}],
  ])('of %s is what its schema says', async (name, input) => {
    const validates = validatorFor(read(name));
    const data = sent(dataOf(await ask(read(name), input)));
    expect(validates(data), JSON.stringify(validates.errors)).toBe(true);
  });

  it('of a thing is what its schema says, whatever it is', async () => {
    const validates = validatorFor(read('node'));
    for (const id of [
      ours.clusterId,
      ours.instanceId,
      ours.attachmentId,
      ours.extensionId,
      ours.arcId,
      ours.workspaceId,
      ours.groupId,
      ours.teamId,
    ]) {
      const data = sent(dataOf(await ask(read('node'), { id })));
      expect(validates(data), JSON.stringify(validates.errors)).toBe(true);
      expect(data).toMatchObject({ id });
    }
  });

  it('takes the statements that the same document takes over GraphQL', async () => {
    const { text } = answers.documentOf(read('computes'));
    const context = await contextOf(ours.operatorKey);
    await api.graphql(ours.operatorKey, text, { first: 100 });
    api.statements();
    await answers.answerOf(read('computes'), context, { first: 100 });
    const took = api.statements();
    await api.graphql(ours.operatorKey, text, { first: 100 });
    expect(took).toEqual(api.statements());
    expect(took.length).toBeLessThanOrEqual(2);
  });

  it('is null where there is nothing, or nothing that one may see', async () => {
    expect(await ask(read('node'), { id: theirs.clusterId })).toEqual({ data: null });
    expect(await ask(read('node'), { id: 'nothing' })).toEqual({ data: null });
  });

  it('of a list is a list, also where nothing is in it', async () => {
    const context = await contextOf(ours.operatorKey);
    const { request } = context;
    const nobody = { ...context, request: { ...request, actor: { ...request.actor, grants: [] } } };
    expect(await answers.answerOf(read('viewerRoles'), nobody, {})).toEqual({ data: [] });
  });

  it('of a change is the operation, with its channel in the audit trail', async () => {
    const input = { resourceId: ours.clusterId, costTags: [{ key: 'costCenter', value: 'x' }] };
    const data = dataOf(await ask(setCostTags, input));
    const validates = validatorFor(setCostTags);
    expect(validates(sent(data)), JSON.stringify(validates.errors)).toBe(true);
    expect(data).toMatchObject({
      operation: { object: 'Operation', status: 'QUEUED' },
      resource: { object: 'ComputeCluster', id: ours.clusterId },
    });
    const { rows } = await api.database.pool.query<{ channel: string }>(
      `SELECT channel FROM audit_event WHERE action = 'cost_tags.set.accepted' OR channel = 'rest'`,
    );
    expect(rows).toEqual([{ channel: 'rest' }]);
  });
});

describe('an ARM id', () => {
  it('stands for the id of what is there', async () => {
    const armId = `${ours.groupArmId.toUpperCase()}/`;
    const data = dataOf(await ask(read('node'), { id: armId }));
    expect(data).toMatchObject({ id: ours.groupId });
    const filter = { resourceGroupId: ours.groupArmId };
    const page = dataOf(await ask(read('workspaces'), { first: 10, filter }));
    expect(page['items']).toMatchObject([{ id: ours.workspaceId }]);
  });

  it("finds nothing of another team's", async () => {
    const nobodys = theirs.groupArmId.replace('rg-theirs', 'rg-nobodys');
    const [known, unknown] = await Promise.all(
      [theirs.groupArmId, nobodys].map((resourceGroupId) =>
        ask(read('workspaces'), { first: 1, filter: { resourceGroupId } }),
      ),
    );
    expect(refusalsOf(known!)).toMatchObject([{ field: ['filter', 'resourceGroupId'] }]);
    expect(known).toEqual(unknown);
    expect(await ask(read('node'), { id: theirs.groupArmId })).toEqual({ data: null });
    const input = { computeId: `${theirs.groupArmId}/x`, confirmName: 'x' };
    expect(refusalsOf(await ask(deleteCompute, input))).toMatchObject([
      { code: 'NOT_FOUND', field: ['computeId'] },
    ]);
  });
});

describe('a refusal', () => {
  const cluster = { workspaceId: '', name: 'c', vmSize: 's', scale: { maxNodeCount: 1 } };

  it('names every field that GraphQL cannot take', async () => {
    const input = { ...cluster, name: 3, vmSize: undefined, scale: { maxNodeCount: 'x' }, more: 1 };
    const refusals = refusalsOf(await ask(createComputeCluster, input));
    expect(refusals).toMatchObject([
      { code: 'BAD_USER_INPUT', field: ['name'] },
      { code: 'BAD_USER_INPUT', field: ['scale', 'maxNodeCount'] },
      { code: 'BAD_USER_INPUT', field: ['vmSize'], message: 'It is missing.' },
      { code: 'BAD_USER_INPUT', field: ['more'], message: 'There is no such field.' },
    ]);
    expect(JSON.stringify(refusals)).not.toContain('"x"');
  });

  it('names every field that the verb cannot take', async () => {
    const input = { ...cluster, name: 'n'.repeat(300), vmSize: 'v'.repeat(300) };
    expect(refusalsOf(await ask(createComputeCluster, input))).toMatchObject([
      { code: 'INVALID_INPUT', field: ['name'] },
      { code: 'INVALID_INPUT', field: ['vmSize'] },
    ]);
  });

  it('of a read names its fields too', async () => {
    const filter = { workspaceId: 'x', teamId: globalId('Workspace', ours.rowId) };
    expect(refusalsOf(await ask(read('computes'), { first: 0, filter }))).toMatchObject([
      { code: 'BAD_USER_INPUT', field: ['filter', 'workspaceId'] },
      { code: 'BAD_USER_INPUT', field: ['filter', 'teamId'] },
    ]);
  });

  it('of a text that cannot be stored names where it stands', async () => {
    expect(refusalsOf(await ask(createComputeCluster, { ...cluster, name: 'a\0' }))).toMatchObject([
      { code: 'BAD_USER_INPUT', field: ['name'] },
    ]);
  });
});
