import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi, type ApiUnderTest } from '../../support/api.js';
import { at } from '../../support/gateway.js';
import { schemaForTests } from '../../support/schema-walk.js';
import kept from './kept-requests.json' with { type: 'json' };

/** What each verb answered when it was asked: ids of rows that need not be there any more. */
const first = {
  ...{ operationId: randomUUID(), resourceId: randomUUID(), warnings: [] },
  ...{ team: { id: randomUUID() }, teamId: randomUUID() },
  ...{ apiKeyId: randomUUID(), secret: null },
};

let api: ApiUnderTest;
let principalId: string;
beforeAll(async () => {
  api = await startApi();
  const { rows } = await api.database.pool.query<{ id: string }>(
    'SELECT principal_id AS id FROM api_key LIMIT 1',
  );
  principalId = rows[0]!.id;
});
afterAll(() => api.close());

const mutations = schemaForTests.getMutationType()?.getFields() ?? {};

/** Asks under a key that was used before, for a request with this hash; answers what is refused. */
async function askAgain(verb: string, input: object, inputHash: string): Promise<unknown> {
  const idempotencyKey = randomUUID();
  await api.database.pool.query(
    `INSERT INTO idempotency_record (principal_id, key, mutation, input_hash, result)
      VALUES ($1, $2, $3, $4, $5)`,
    [principalId, idempotencyKey, verb, inputHash, JSON.stringify(first)],
  );
  const document = `mutation ($input: ${verbInput(verb)}) { ${verb}(input: $input) { userErrors { code } } }`;
  const { data, errors } = await api.graphql(api.adminKey, document, {
    input: { ...input, idempotencyKey },
  });
  expect(errors).toBeUndefined();
  return at(data)[verb]!.userErrors;
}

const verbInput = (verb: string): string => String(mutations[verb]?.args[0]?.type);

describe('a request that was made before verbs were defined once', () => {
  it('is known of every mutation there was', () => {
    expect(new Set(kept.map(({ verb }) => verb)).size).toBe(33);
  });

  it.each(kept.map((request) => [request.verb, request] as const))(
    '%s answers its first result again under its key',
    async (verb, { input, inputHash }) => {
      expect(await askAgain(verb, input, inputHash)).toEqual([]);
    },
  );

  it('is another one where its input differs', async () => {
    const { verb, input } = kept[0]!;
    expect(await askAgain(verb, input, 'another')).toEqual([
      { code: 'IDEMPOTENCY_KEY_PARAMETER_MISMATCH' },
    ]);
  });
});
