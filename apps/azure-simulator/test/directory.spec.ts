import { createLocalJWKSet, decodeJwt, jwtVerify, type JSONWebKeySet } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { newDirectory, restartFrom } from './support/restart.js';
import { at, startSession, type Answer, type Session } from './support/session.js';

const tenant = '72f988bf-86f1-41af-91ab-2d7cd011db47';
const id = (kind: string, number: number): string =>
  `${kind}000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const user = (number: number): string => id('0a', number);
const group = (number: number): string => id('0b', number);
const application = (number: number): string => id('0c', number);

const ada = { id: user(1), userPrincipalName: 'ada@contoso.com', displayName: 'Ada Lovelace' };
const pipeline = { id: application(11), appId: application(12), displayName: 'Pipeline' };
const api = { appId: application(1), identifierUri: 'api://armature' };

/** Groups from `first` on, each with the same members. */
const groups = (count: number, members: readonly string[], first = 1): object[] =>
  Array.from({ length: count }, (_, index) => ({
    id: group(first + index),
    displayName: `Group ${first + index}`,
    members,
  }));

let session: Session;
beforeEach(async () => {
  session = await startSession();
});

const put = (body: object) => session.control('POST', 'directory', body);

const askForToken = (form: Record<string, string>): Promise<Answer> =>
  session.form(`/${tenant}/oauth2/v2.0/token`, form);

const person = (username = ada.userPrincipalName, resource = api.identifierUri) =>
  askForToken({
    grant_type: 'password',
    client_id: application(2),
    username,
    password: 'any',
    scope: `openid ${resource}/.default`,
  });

const applicationToken = (resource: string, clientId = pipeline.appId) =>
  askForToken({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: 'any',
    scope: `${resource}/.default`,
  });

const tokenIn = ({ body }: Answer): string => String(at(body, 'access_token'));
const claimsIn = (answer: Answer) => decodeJwt(tokenIn(answer));

describe('Entra ID, of an API that is registered', () => {
  beforeEach(async () => {
    await put({ users: [ada], servicePrincipals: [pipeline], registrations: [api] });
  });

  it('gives a person a token that its published keys verify', async () => {
    const { armEndpoint } = session.simulator;
    const keys = await session.raw('GET', `/${tenant}/discovery/v2.0/keys`);
    const { payload } = await jwtVerify(
      tokenIn(await person()),
      createLocalJWKSet(keys.body as JSONWebKeySet),
      {
        algorithms: ['RS256'],
        audience: api.appId,
        issuer: `${armEndpoint}/${tenant}/v2.0`,
        currentDate: session.clock.now(),
      },
    );
    expect(payload).toMatchObject({
      oid: ada.id,
      tid: tenant,
      ver: '2.0',
      name: 'Ada Lovelace',
      preferred_username: 'ada@contoso.com',
      azp: application(2),
    });
    expect(payload).not.toHaveProperty('groups');
    expect(payload).not.toHaveProperty('roles');
  });

  it('gives an application one, by the id of its service principal and without groups', async () => {
    await put({
      groups: groups(1, [pipeline.id]),
      registrations: [{ ...api, groupMembershipClaims: 'All' }],
    });
    const claims = claimsIn(await applicationToken(api.identifierUri));
    expect(claims).toMatchObject({ oid: pipeline.id, idtyp: 'app', aud: api.appId });
    expect(claims).not.toHaveProperty('groups');
  });

  it('names app roles: its own, and those of groups that it is in itself', async () => {
    await put({
      groups: [
        { id: group(1), displayName: 'Inner', members: [ada.id] },
        { id: group(2), displayName: 'Outer', members: [group(1)] },
      ],
      registrations: [
        {
          ...api,
          assignments: [
            { principalId: ada.id, appRole: 'Armature.Viewer' },
            { principalId: group(1), appRole: 'Armature.Operator' },
            { principalId: group(2), appRole: 'Armature.Admin' },
            { principalId: pipeline.id, appRole: 'Armature.Approver' },
          ],
        },
      ],
    });
    expect(claimsIn(await person())['roles']).toEqual(['Armature.Viewer', 'Armature.Operator']);
    const ofApplication = claimsIn(await applicationToken(`api://${api.appId}`));
    expect(ofApplication['roles']).toEqual(['Armature.Approver']);
  });

  it.each([
    ['SecurityGroup', [group(1), group(2)]],
    ['All', [group(1), group(2), group(3)]],
    ['ApplicationGroup', [group(1)]],
    [null, undefined],
  ])('names groups as the registration says: %s', async (groupMembershipClaims, named) => {
    await put({
      groups: [
        { id: group(1), displayName: 'Inner', members: [ada.id] },
        { id: group(2), displayName: 'Outer', members: [group(1)] },
        { id: group(3), displayName: 'Mail', securityEnabled: false, members: [ada.id] },
        { id: group(4), displayName: 'Others', members: [] },
      ],
      registrations: [
        {
          ...api,
          groupMembershipClaims,
          assignments: [{ principalId: group(1) }, { principalId: group(2) }],
        },
      ],
    });
    expect(claimsIn(await person())['groups']).toEqual(named);
  });

  it('leaves groups out beyond 200, and says so', async () => {
    const claims = { registrations: [{ ...api, groupMembershipClaims: 'SecurityGroup' }] };
    await put({ ...claims, groups: groups(200, [ada.id]) });
    expect(claimsIn(await person())['groups']).toHaveLength(200);
    await put({ groups: groups(1, [ada.id], 201) });
    const left = claimsIn(await person());
    expect(left).not.toHaveProperty('groups');
    expect(left).toMatchObject({
      _claim_names: { groups: 'src1' },
      _claim_sources: { src1: { endpoint: expect.stringContaining(ada.id) as string } },
    });
  });

  it('refuses a person that is not there, and an API that nobody registered', async () => {
    const nobody = await person('nobody@contoso.com');
    expect(nobody.status).toBe(400);
    expect(at(nobody.body, 'error')).toBe('invalid_grant');
    expect(String(at(nobody.body, 'error_description'))).toMatch(/^AADSTS50034:/);
    const other = await person(ada.userPrincipalName, 'api://other');
    expect(String(at(other.body, 'error_description'))).toMatch(/^AADSTS500011:/);
  });
});

it('keeps persons, and the key that their tokens are signed with, over a kill', async () => {
  const directory = newDirectory();
  session = await startSession({ stateDir: directory });
  await put({ users: [ada], registrations: [api] });
  const token = tokenIn(await person());
  const { get } = await restartFrom(session, directory);
  const keys = await get(`${session.simulator.armEndpoint}/${tenant}/discovery/v2.0/keys`);
  const keySet = createLocalJWKSet(keys.body as JSONWebKeySet);
  const { payload } = await jwtVerify(token, keySet, { currentDate: session.clock.now() });
  expect(payload['oid']).toBe(ada.id);
});

describe('Microsoft Graph', () => {
  /** Asks with a token of an application that has these permissions. */
  async function graph(path: string, permissions = ['Directory.Read.All']): Promise<Answer> {
    await put({ graphPermissions: permissions });
    const token = tokenIn(await applicationToken('https://graph.microsoft.com'));
    const whole = path.startsWith('https:')
      ? path.slice(session.simulator.armEndpoint.length)
      : `/v1.0${path}`;
    return session.raw('GET', whole, { authorization: `Bearer ${token}` });
  }
  const idsIn = ({ body }: Answer): string[] =>
    (at(body, 'value') as { id: string }[]).map((each) => each.id);

  beforeEach(async () => {
    await put({
      users: [ada],
      servicePrincipals: [pipeline],
      groups: [
        { id: group(1), displayName: 'Inner', members: [ada.id, pipeline.id] },
        { id: group(2), displayName: 'Middle', members: [group(1)] },
        { id: group(3), displayName: 'Outer', members: [group(2), group(1)] },
        { id: group(4), displayName: 'Others', members: [user(2)] },
      ],
    });
  });

  it.each([
    ['users', ada.id],
    ['users', ada.userPrincipalName],
    ['servicePrincipals', pipeline.id],
  ])('tells in which groups somebody of %s is, also by way of others', async (kind, who) => {
    const answer = await graph(`/${kind}/${who}/transitiveMemberOf?$select=id`);
    expect(answer.status).toBe(200);
    expect(at(answer.body, 'value')).toEqual(
      [1, 2, 3].map((each) => ({ '@odata.type': '#microsoft.graph.group', id: group(each) })),
    );
    expect(answer.headers['x-ms-resource-unit']).toBe('1');
  });

  it('answers in pages, 100 at a time unless asked otherwise', async () => {
    await put({ groups: groups(250, [ada.id], 1_000) });
    const seen: string[] = [];
    let pages = 0;
    let next: string | undefined = `/users/${ada.id}/transitiveMemberOf?$select=id`;
    for (; next !== undefined; pages += 1) {
      const answer: Answer = await graph(next);
      seen.push(...idsIn(answer));
      next = nextIn(answer);
    }
    expect(pages).toBe(3);
    expect(new Set(seen).size).toBe(253);
    expect(idsIn(await graph(`/users/${ada.id}/transitiveMemberOf?$top=999`))).toHaveLength(253);
  });

  it('refuses pages of more than 999', async () => {
    expect(await graph(`/users/${ada.id}/transitiveMemberOf?$top=1000`)).toMatchObject({
      status: 400,
      body: { error: { code: 'Request_UnsupportedQuery' } },
    });
  });

  it('finds groups by a list of ids, 15 at most', async () => {
    const among = (ids: readonly string[]) =>
      graph(
        `/groups?$filter=${encodeURIComponent(`id in ('${ids.join("','")}')`)}&$select=displayName`,
      );
    expect(at((await among([group(3), group(1), group(99)])).body, 'value')).toEqual([
      { '@odata.type': '#microsoft.graph.group', displayName: 'Inner' },
      { '@odata.type': '#microsoft.graph.group', displayName: 'Outer' },
    ]);
    expect((await among(Array.from({ length: 16 }, (_, at) => group(at)))).status).toBe(400);
  });

  it('shows users, groups and members', async () => {
    expect(idsIn(await graph('/users'))).toEqual([ada.id]);
    expect((await graph(`/users/${ada.id}`)).body).toMatchObject({ displayName: 'Ada Lovelace' });
    expect((await graph(`/groups/${group(2)}`)).body).toMatchObject({ displayName: 'Middle' });
    expect(idsIn(await graph(`/groups/${group(1)}/members`))).toEqual([ada.id]);
  });

  it.each([
    ['a person’s groups', `/users/${ada.id}/transitiveMemberOf`, ['GroupMember.Read.All'], 200],
    ['a person’s groups', `/users/${ada.id}/transitiveMemberOf`, ['User.Read.All'], 200],
    ['a person’s groups', `/users/${ada.id}/transitiveMemberOf`, ['Application.Read.All'], 403],
    [
      'an application’s groups',
      `/servicePrincipals/${pipeline.id}/transitiveMemberOf`,
      ['Application.Read.All'],
      200,
    ],
    [
      'an application’s groups',
      `/servicePrincipals/${pipeline.id}/transitiveMemberOf`,
      ['GroupMember.Read.All'],
      403,
    ],
    ['groups', '/groups', ['GroupMember.Read.All'], 200],
    ['groups', '/groups', [], 403],
  ])('shows %s (%s) to whoever has %j: %i', async (_what, path, permissions, status) => {
    const answer = await graph(path, permissions);
    expect(answer.status).toBe(status);
    const refusal = { code: 'Authorization_RequestDenied' };
    expect(answer.body).toMatchObject(status === 403 ? { error: refusal } : {});
  });

  it('does not know who is not there, or was removed', async () => {
    expect(await graph(`/users/${user(9)}/transitiveMemberOf`)).toMatchObject({
      status: 404,
      body: { error: { code: 'Request_ResourceNotFound' } },
    });
    await put({ removed: [ada.id] });
    expect((await graph(`/users/${ada.id}`)).status).toBe(404);
  });

  it('takes no token that is for something else', async () => {
    const authorization = `Bearer ${await session.token()}`;
    expect(await session.raw('GET', '/v1.0/groups', { authorization })).toMatchObject({
      status: 401,
      body: { error: { code: 'InvalidAuthenticationToken' } },
    });
    expect((await session.raw('GET', '/v1.0/groups')).status).toBe(401);
  });

  it('is throttled as a fault says, with Retry-After', async () => {
    await session.control('POST', 'faults', {
      name: 'TooManyRequests',
      match: { pathPattern: '/transitiveMemberOf$' },
      parameters: { retryAfterSeconds: 7 },
    });
    const answer = await graph(`/users/${ada.id}/transitiveMemberOf`);
    expect(answer).toMatchObject({
      status: 429,
      headers: { 'retry-after': '7' },
      body: { error: { code: 'TooManyRequests' } },
    });
    expect((await graph('/groups')).status).toBe(200);
    session.pass(8);
    expect((await graph(`/users/${ada.id}/transitiveMemberOf`)).status).toBe(200);
  });
});

const nextIn = ({ body }: Answer): string | undefined =>
  (body as { '@odata.nextLink'?: string })['@odata.nextLink'];
