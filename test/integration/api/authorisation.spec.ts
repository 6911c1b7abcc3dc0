import { isDeepStrictEqual } from 'node:util';
import { buildSchema, isNonNullType, type GraphQLObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { printSchema } from '../../../apps/api/src/graphql/print-schema.js';
import { catalogue } from '#libs/catalogue';
import { reads } from '../../../apps/api/src/reads/catalogue-of-reads.js';
import { startApi, type ApiUnderTest } from '../../support/api.js';
import { FakeArm } from '../../support/fake-arm.js';
import { at, rowIdOf } from '../../support/gateway.js';
import { insertRow } from '../../support/scope-scene.js';
import { givenThings } from './given-things.js';
import {
  callers,
  forEverybody,
  mutations,
  queries,
  unreviewed,
  type Answers,
  type Caller,
  type Things,
} from './role-matrix.js';

let api: ApiUnderTest;
let things: Things;
let keys: Record<Caller, string>;

beforeAll(async () => {
  const arm = new FakeArm();
  arm.resources.set('/subscriptions/33333333-3333-4333-8333-333333333333', { state: 'Enabled' });
  api = await startApi(undefined, arm);
  ({ things, keys } = await givenThings(api));
});
afterAll(() => api.close());

const schema = buildSchema(await printSchema());
const fieldsOf = (type: GraphQLObjectType | null | undefined): string[] =>
  Object.keys(type?.getFields() ?? {});

describe('these tables', () => {
  it('have a line for every mutation and query there is', () => {
    expect(Object.keys(mutations).toSorted()).toEqual(
      fieldsOf(schema.getMutationType()).toSorted(),
    );
    expect([...Object.keys(queries), ...Object.keys(forEverybody)].toSorted()).toEqual(
      fieldsOf(schema.getQueryType()).toSorted(),
    );
  });

  it('have the permission of every verb and every read', () => {
    expect(unreviewed([...catalogue, ...reads])).toEqual([]);
  });

  it('have inputs that the schema takes', () => {
    for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
      expect(field.args.map(({ name, type }) => [name, isNonNullType(type)])).toEqual([
        ['input', true],
      ]);
    }
  });
});

// What is asked first changes nothing.
describe.each(Object.entries(queries))('%s', (name, { ask }) => {
  const owned = (): string[] => Object.values<string>({ ...things });
  const answered = async (caller: Caller): Promise<string> =>
    JSON.stringify(await api.graphql(keys[caller], `{ ${ask(things)} }`));

  it.each(callers.filter((caller) => caller !== 'OTHER_ADMIN'))(
    'shows what the team owns to %s',
    async (caller) => {
      const text = await answered(caller);
      expect(
        owned().some((id) => text.includes(id)),
        text,
      ).toBe(true);
    },
  );

  it('shows nothing of it to another team', async () => {
    const text = await answered('OTHER_ADMIN');
    expect(
      owned().filter((id) => text.includes(id)),
      name,
    ).toEqual([]);
  });

  it('answers nothing without a key', async () => {
    expect((await api.graphql('', `{ ${ask(things)} }`)).status).toBe(401);
  });
});

const ask = (key: string, name: string, input: object) => {
  const inputType = String(schema.getMutationType()?.getFields()[name]?.args[0]?.type);
  const document = `mutation ($input: ${inputType}) { ${name}(input: $input) { userErrors { code message } } }`;
  return api.graphql(key, document, { input });
};

describe.each(Object.entries(mutations))('%s', (name, { input, answers, given }) => {
  // Whoever is refused asks first, so that what the others change hides nothing.
  const inOrder = callers.toSorted((left, right) => answers[left].localeCompare(answers[right]));

  it.each(inOrder)('as %s', async (caller) => {
    if (given) await ask(api.adminKey, given, input(things));
    const before = await changes();
    const deniedBefore = await denied();
    const { data, errors } = await ask(keys[caller], name, input(things, caller));
    expect(errors).toBeUndefined();
    const codes = (at(data)[name]!.userErrors as unknown as { code: string }[]).map(
      ({ code }) => code,
    );
    const refusals = codes.filter((code) =>
      ['FORBIDDEN', 'NOT_FOUND', 'SCOPE_NOT_SHARED'].includes(code),
    );
    expect(refusals).toEqual(answers[caller] === 'yes' ? [] : [answers[caller]]);
    expect(answers[caller] === 'yes' || isDeepStrictEqual(await changes(), before)).toBe(true);
    // Who may look and not act is heard of; what is not there for somebody leaves no trace.
    const left = answers[caller] === 'yes' || answers[caller] === 'NOT_FOUND' ? 0 : 1;
    expect((await denied()) - deniedBefore).toBe(left);
  });
});

describe('vmSizes of a subscription in which a team has a group', () => {
  const subscriptionId = '22222222-2222-4222-8222-222222222222';
  const answers: Answers = {
    VIEWER: 'yes',
    OPERATOR: 'yes',
    APPROVER: 'yes',
    ADMIN: 'yes',
    OTHER_ADMIN: 'SCOPE_NOT_SHARED',
    PLATFORM_VIEWER: 'yes',
    PLATFORM_OPERATOR: 'yes',
    PLATFORM_APPROVER: 'yes',
    PLATFORM_ADMIN: 'yes',
  };
  beforeAll(async () => {
    const armId = `/subscriptions/${subscriptionId}/resourceGroups/rg`;
    const row = [rowIdOf(things.teamId), 'RESOURCE_GROUP', null, armId, {}] as const;
    await insertRow(api, [...row]);
  });

  it.each(callers)('as %s', async (caller) => {
    const document = `{ vmSizes(location: "eastus", subscriptionId: "${subscriptionId}") { name } }`;
    const { data, errors } = await api.graphql(keys[caller], document);
    const refusals = (errors ?? []).map(({ extensions }) => extensions['code']);
    expect(refusals).toEqual(answers[caller] === 'yes' ? [] : [answers[caller]]);
    expect(data).toEqual(answers[caller] === 'yes' ? { vmSizes: [] } : null);
  });
});

/** All that a refusal must leave as it is; that somebody was denied is audited. */
async function changes(): Promise<unknown> {
  const { rows } = await api.database.pool.query(
    `SELECT (SELECT count(*) FROM audit_event WHERE action NOT LIKE '%.denied') AS events, (SELECT count(*) FROM operation) AS operations,
      (SELECT count(*) FROM resource) AS resources, (SELECT md5(string_agg(p::text, '' ORDER BY p.id)) FROM principal p) AS principals,
      (SELECT count(*) FROM idempotency_record) AS records, (SELECT count(*) FROM api_key) AS keys,
      (SELECT md5(string_agg(a::text, '' ORDER BY a.id)) FROM role_assignment a) AS roles, (SELECT count(*) FROM shared_scope) AS shares,
      (SELECT md5(string_agg(t::text, '' ORDER BY t.id)) FROM team t) AS teams,
      (SELECT md5(string_agg(r::text, '' ORDER BY r.id)) FROM resource r) AS rows`,
  );
  return rows[0];
}

async function denied(): Promise<number> {
  const { rows } = await api.database.pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM audit_event WHERE action LIKE '%.denied'`,
  );
  return rows[0]!.count;
}
