import { randomUUID } from 'node:crypto';
import { getNamedType, type GraphQLObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi, type ApiUnderTest } from '../../support/api.js';
import { globalId } from '#libs/verbs';
import { at, givenOperation, givenTeam, rowIdOf } from '../../support/gateway.js';
import { schemaForTests } from '../../support/schema-walk.js';
import kept from './kept-requests.json' with { type: 'json' };

/** What a payload may show, and what it was of the first answer. */
const shown = ['operation', 'team', 'apiKey'] as const;
let first: Record<(typeof shown)[number], { id: string }>;

let api: ApiUnderTest;
let principalId: string;
beforeAll(async () => {
  api = await startApi();
  const teamId = await givenTeam(api, 'vision');
  const { rows } = await api.database.pool.query<{ id: string; principalId: string }>(
    'SELECT id, principal_id AS "principalId" FROM api_key LIMIT 1',
  );
  principalId = rows[0]!.principalId;
  first = {
    operation: { id: await givenOperation(api, teamId, 'rg-first') },
    team: { id: teamId },
    apiKey: { id: globalId('ApiKey', rows[0]!.id) },
  };
});
afterAll(() => api.close());

const mutations = schemaForTests.getMutationType()?.getFields() ?? {};

/** As it was kept: by the ids of rows. */
const result = () => ({
  operationId: rowIdOf(first.operation.id),
  resourceId: randomUUID(),
  warnings: [],
  team: { id: rowIdOf(first.team.id) },
  teamId: rowIdOf(first.team.id),
  apiKeyId: rowIdOf(first.apiKey.id),
  secret: null,
});

/** Those of what may be shown that the verb's payload has. */
const shownBy = (verb: string) => {
  const payload = getNamedType(mutations[verb]!.type) as GraphQLObjectType;
  return shown.filter((name) => name in payload.getFields());
};

/** Asks under a key that was used before, for a request with this hash. */
async function askAgain(verb: string, input: object, inputHash: string): Promise<unknown> {
  const idempotencyKey = randomUUID();
  await api.database.pool.query(
    `INSERT INTO idempotency_record (principal_id, key, mutation, input_hash, result)
      VALUES ($1, $2, $3, $4, $5)`,
    [principalId, idempotencyKey, verb, inputHash, JSON.stringify(result())],
  );
  const document = `mutation ($input: ${verbInput(verb)}) { ${verb}(input: $input) {
    ${shownBy(verb)
      .map((name) => `${name} { id }`)
      .join(' ')} userErrors { code } } }`;
  const { data, errors } = await api.graphql(api.adminKey, document, {
    input: { ...input, idempotencyKey },
  });
  expect(errors).toBeUndefined();
  return at(data)[verb];
}

const verbInput = (verb: string): string => String(mutations[verb]?.args[0]?.type);

describe('a request that was made before verbs were defined once', () => {
  it('is known of every mutation there was', () => {
    expect(new Set(kept.map(({ verb }) => verb)).size).toBe(33);
  });

  it.each(kept.map((request) => [request.verb, request] as const))(
    '%s answers its first result again under its key',
    async (verb, { input, inputHash }) => {
      const before = shownBy(verb).map((name) => [name, first[name]]);
      expect(before).not.toEqual([]);
      expect(await askAgain(verb, input, inputHash)).toEqual({
        ...Object.fromEntries(before),
        userErrors: [],
      });
    },
  );

  it('is another one where its input differs', async () => {
    const { verb, input } = kept[0]!;
    expect(await askAgain(verb, input, 'another')).toMatchObject({
      operation: null,
      userErrors: [{ code: 'IDEMPOTENCY_KEY_PARAMETER_MISMATCH' }],
    });
  });
});
