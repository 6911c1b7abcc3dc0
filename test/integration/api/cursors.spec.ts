import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi, type ApiUnderTest } from '../../support/api.js';
import { at, givenOperation, givenTeam } from '../../support/gateway.js';

let api: ApiUnderTest;
let teamId: string;

beforeAll(async () => {
  api = await startApi();
  teamId = await givenTeam(api, 'vision');
});
afterAll(() => api.close());

const ask = (query: string, variables?: object) => api.graphql(api.adminKey, query, variables);
const cursor = (list: string, key: string): string =>
  Buffer.from(`${list}:${key}`).toString('base64url');
const aUuid = '01a1fc7c-8a11-7030-948c-59f566fb3cf5';

describe('a cursor', () => {
  it.each([
    ['of the audit trail', 'computes', cursor('auditEvents', '7')],
    ['of another list', 'operations', cursor('computes', aUuid)],
    ['of another list of resources', 'workspaces', cursor('computes', aUuid)],
    ['that is garbage', 'operations', 'garbage'],
    ['that is empty', 'workspaces', ''],
    ['beyond every number', 'auditEvents', cursor('auditEvents', '99999999999999999999')],
    ['of half a key', 'teams', cursor('teams', '01a1fc7c')],
    ['with SQL in it', 'resourceGroups', cursor('resourceGroups', "1' OR true --")],
  ])('%s is refused by the name of its argument', async (_what, list, after) => {
    const query = `query ($after: String) { ${list}(first: 1, after: $after) { nodes { __typename } } }`;
    const { errors } = await ask(query, { after });
    expect(errors).toMatchObject([
      { message: expect.stringMatching(`^after is no cursor of ${list}:`) as string },
    ]);
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});

describe('a cursor of its own list', () => {
  it('goes on where the page ended', async () => {
    const names = ['first-page', 'second-page'];
    for (const name of names) await givenOperation(api, teamId, name);
    const query = `query ($after: String) { operations(first: 1, after: $after) { nodes { targetName } pageInfo { endCursor } } }`;
    const one = at((await ask(query)).data).operations!;
    const two = at((await ask(query, { after: one.pageInfo!.endCursor })).data).operations!;
    expect([one.nodes, two.nodes]).toEqual(
      names.toReversed().map((targetName) => [{ targetName }]),
    );
  });
});
