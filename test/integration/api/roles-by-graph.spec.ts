import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createAuthenticator } from '#libs/tenants';
import { startApi, type ApiUnderTest } from '../../support/api.js';
import { at, givenTeam } from '../../support/gateway.js';
import {
  groupId,
  groups,
  startSimulatedEntra,
  user,
  userId,
  type SimulatedEntra,
} from '../../support/simulated-entra.js';
import { everyWay } from '../../support/ways-in.js';

let entra: SimulatedEntra;
let graph: ReturnType<SimulatedEntra['open']>;
let api: ApiUnderTest;
let teamId: string;
let authenticate: ReturnType<typeof createAuthenticator>;
let aheadMs = 0;

const clock = {
  now: () => new Date(Date.now() + aheadMs),
  monotonicMs: () => performance.now() + aheadMs,
};

/** As an API that has not seen the credential before. */
const authenticator = ({ database: { pool } }: Pick<ApiUnderTest, 'database'>) =>
  createAuthenticator({
    pool,
    entra: entra.entra,
    directory: graph.directory,
    onError: () => undefined,
  });

/** Who is in 250 groups: more than a token names. Group 1 is in group 2, and group 3 is nobody's. */
const everywhere = [1, 2, 3, 4, 5].map(userId);

beforeAll(async () => {
  entra = await startSimulatedEntra();
  await entra.put({
    users: [1, 2, 3, 4, 5].map(user),
    groups: [
      ...groups(250, everywhere, 1_000),
      { id: groupId(1), displayName: 'Vision', members: everywhere },
      { id: groupId(2), displayName: 'All of research', members: [groupId(1)] },
      { id: groupId(3), displayName: 'Others', members: [] },
    ],
  });
  graph = entra.open(clock);
  api = await startApi(undefined, undefined, undefined, {
    entra: entra.entra,
    graph,
    authenticate: (bearer) => authenticate(bearer),
  });
  authenticate = authenticator(api);
  teamId = await givenTeam(api, 'vision');
  await give(groupId(2), 'OPERATOR');
  await give(groupId(3), 'ADMIN');
});
afterAll(async () => {
  await api?.close();
  await entra?.stop();
});
afterEach(async () => {
  await entra.clearFaults();
  aheadMs += 3_600_000;
  authenticate = authenticator(api);
});

async function give(objectId: string, role: string, to = api): Promise<void> {
  const document = `mutation ($input: GrantRoleInput!) { grantRole(input: $input) {
    userErrors { code message } } }`;
  const input = { to: { entraGroup: { objectId } }, role, teamId };
  const { data } = await to.graphql(to.adminKey, document, { input });
  expect(at(data).grantRole!.userErrors).toEqual([]);
}

const memberships = { pathPattern: '/transitiveMemberOf$' };
const away = { name: 'InternalServerError', match: memberships, times: 'always' };
const forbidden = {
  name: 'FailsWith',
  match: memberships,
  times: 'always',
  parameters: { code: 'Authorization_RequestDenied', statusCode: 403, when: 'request' },
};

const viewerRoles = `{ viewerRoles { role team { name }
  subject { ... on EntraGroup { objectId displayName } } } }`;

describe('a token that leaves its groups out', () => {
  it.each(everyWay)(
    'has the roles of its groups over $name, and no others',
    async ({ connect }) => {
      const client = connect(api, await entra.tokenOf(1));
      const { data, errors } = await client.ask(viewerRoles).answer;
      client.close();
      expect(errors).toBeUndefined();
      expect(data).toEqual({
        viewerRoles: [
          {
            role: 'OPERATOR',
            team: { name: 'vision' },
            subject: { objectId: groupId(2), displayName: 'All of research' },
          },
        ],
      });
    },
  );

  it('has them over REST and as an agent too', async () => {
    const token = await entra.tokenOf(1);
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const rest = await fetch(`${api.url}/v1/teams`, { headers });
    expect(await rest.json()).toMatchObject({ items: [{ name: 'vision' }] });
    const mcp = await fetch(`${api.url}/mcp`, {
      method: 'POST',
      headers: { ...headers, accept: 'application/json, text/event-stream' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' }),
    });
    expect(mcp.status).toBe(200);
  });

  it('asks Microsoft Graph once, however many requests it brings', async () => {
    const token = await entra.tokenOf(2);
    const before = (await entra.ledger()).counts.graph;
    const asked = Array.from({ length: 30 }, () => api.graphql(token, '{ viewer { id } }'));
    for (const { status } of await Promise.all(asked)) expect(status).toBe(200);
    expect((await entra.ledger()).counts.graph).toBe(before + 1);
  });

  it('loses a role with the group, five minutes later at most', async () => {
    const token = await entra.tokenOf(3);
    const roles = async () => (await authenticator(api)(token))?.grants.map(({ role }) => role);
    expect(await roles()).toEqual(['OPERATOR']);
    const members = everywhere.filter((id) => id !== userId(3));
    await entra.put({ groups: [{ id: groupId(1), displayName: 'Vision', members }] });
    expect(await roles()).toEqual(['OPERATOR']);
    aheadMs += 300_001;
    expect(await roles()).toEqual([]);
  });

  it('is not asked about once its principal is disabled', async () => {
    const token = await entra.tokenOf(4);
    const actor = await authenticate(token);
    await api.database.pool.query('UPDATE principal SET disabled_at = now() WHERE id = $1', [
      actor?.principalId,
    ]);
    aheadMs += 300_001;
    const before = (await entra.ledger()).counts.graph;
    expect(await authenticator(api)(token)).toBeUndefined();
    expect((await entra.ledger()).counts.graph).toBe(before);
  });
});

describe('where Microsoft Graph is away', () => {
  const words = 'Microsoft Graph cannot be asked for them now';

  it('it is asked for again later, over GraphQL and REST', async () => {
    await entra.fault(away);
    const token = await entra.tokenOf(5);
    const { status, errors } = await api.graphql(token, '{ viewer { id } }');
    expect({ status, errors }).toMatchObject({
      status: 503,
      errors: [
        {
          message: expect.stringContaining(words) as string,
          extensions: { code: 'ENTRA_UNAVAILABLE', accepted: 'NO' },
        },
      ],
    });
    const headers = { authorization: `Bearer ${token}` };
    const rest = await fetch(`${api.url}/v1/viewer`, { headers });
    expect([rest.status, rest.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await rest.text()).toContain(words);
    const ready = (await (await fetch(`${api.url}/readyz`)).json()) as object;
    expect(ready).toMatchObject({
      status: 'without Microsoft Graph',
      graph: [{ code: 'GraphUnavailable' }],
    });
  });

  it('whoever needs it not goes on', async () => {
    await entra.fault(away);
    expect((await api.graphql(api.adminKey, '{ viewer { id } }')).status).toBe(200);
  });
});

describe('where Microsoft Graph does not tell', () => {
  it.each(everyWay)('it is refused over $name, and told why', async ({ connect }) => {
    await entra.fault(forbidden);
    const client = connect(api, await entra.tokenOf(5));
    const { errors } = await client.ask('{ viewer { id } }').answer;
    client.close();
    expect(saidIn(errors)).toContain('Microsoft Graph does not tell them');
  });

  it('nobody of that id, it is refused, and told why', async () => {
    await entra.put({ users: [user(6)], groups: groups(201, [userId(6)], 5_000) });
    const token = await entra.tokenOf(6);
    await entra.put({ removed: [userId(6)] });
    const { status, errors } = await api.graphql(token, '{ viewer { id } }');
    expect(status).toBe(401);
    expect(errors?.[0]?.message).toContain('does not know you');
  });
});

describe('the names of groups', () => {
  const page = `{ roleGrants(first: 100, filter: { role: VIEWER }) { nodes {
    subject { ... on EntraGroup { objectId displayName } } } } }`;
  interface Page {
    roleGrants: { nodes: { subject: { objectId: string; displayName: string | null } }[] };
  }
  const namesIn = async (of = api): Promise<(string | null)[]> => {
    const { data, errors } = await of.graphql(of.adminKey, page);
    expect(errors).toBeUndefined();
    const { nodes } = (data as unknown as Page).roleGrants;
    return nodes.map(({ subject }) => subject.displayName);
  };
  const many = Array.from({ length: 30 }, (_, index) => groupId(1_000 + index));

  beforeAll(async () => {
    for (const each of many) await give(each, 'VIEWER');
  });

  it('come with a page in two requests for thirty groups', async () => {
    const before = (await entra.ledger()).counts.graph;
    api.statements();
    const names = await namesIn();
    expect(new Set(names).size).toBe(30);
    expect(names).toContain('Group 1000');
    expect((await entra.ledger()).counts.graph).toBe(before + 2);
    expect(api.statements()).toHaveLength(1);
  });

  it('are null where they are not told, and the page is there', async () => {
    await entra.fault({
      name: 'InternalServerError',
      match: { pathPattern: '/groups$' },
      times: 'always',
    });
    expect(await namesIn()).toEqual(many.map(() => null));
  });

  it('are null where Microsoft Graph is not to be asked', async () => {
    const without = await startApi(api.database);
    expect(await namesIn(without)).toEqual(many.map(() => null));
    await without.close();
  });
});

/** What a client was told: errors, why its socket was closed, or what answered in place of a stream. */
function saidIn(told: unknown): string {
  const { reason, response } = told as { reason?: string; response?: { status: number } };
  return reason ?? `${JSON.stringify(told)} ${response?.status}`;
}
