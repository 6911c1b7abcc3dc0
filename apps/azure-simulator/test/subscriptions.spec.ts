import { describe, expect, it } from 'vitest';
import {
  at,
  group,
  startSession,
  startWithWorkspace,
  workspace,
  type Session,
} from './support/session.js';

const declared = 'AAAAAAAA-1111-4222-8333-444444444444';
const version = 'api-version=2019-11-01';

/** The parsed answer of a GET with a token, whatever its path. */
async function get(session: Session, path: string): Promise<{ status: number; body: unknown }> {
  const { status, body } = await session.raw('GET', path, {
    authorization: `Bearer ${await session.token()}`,
  });
  return { status, body };
}

const ids = (body: unknown): unknown[] =>
  (at(body, 'value') as { subscriptionId: string }[]).map((one) => one.subscriptionId);

describe('subscriptions', () => {
  it.each([
    [404, 'SubscriptionNotFound', '99999999-1111-4222-8333-444444444444'],
    [400, 'InvalidSubscriptionId', 'mine'],
    [400, 'InvalidSubscriptionId', '99999999-1111-4222-8333-4444444444445'],
  ])('are refused with %i %s: %s', async (status, code, id) => {
    const session = await startSession();
    for (const path of [
      `/subscriptions/${id}?${version}`,
      `/subscriptions/${id}/resourcegroups?api-version=2024-07-01`,
      `/subscriptions/${id}/providers/Microsoft.Authorization/locks?api-version=2020-05-01`,
    ]) {
      const refused = await get(session, path);
      expect(refused).toMatchObject({ status, body: { error: { code } } });
      expect(at(refused.body, 'error.message')).toContain(`'${id}'`);
    }
  });

  it('are those that were declared, and those added since; a reset forgets the latter', async () => {
    const session = await startSession({ subscriptions: [declared] });
    const { subscriptionId } = session.simulator;
    const known = async (): Promise<unknown[]> =>
      ids((await get(session, `/subscriptions?${version}`)).body);
    expect(await known()).toEqual([subscriptionId, declared]);
    const added = '11111111-2222-4333-8444-555555555555';
    await session.control('POST', 'subscriptions', { subscriptionId: added, displayName: 'Two' });
    expect(await known()).toEqual([subscriptionId, declared, added]);
    expect(await get(session, `/subscriptions/${added.toUpperCase()}?${version}`)).toMatchObject({
      status: 200,
      body: { id: `/subscriptions/${added}`, displayName: 'Two', state: 'Enabled' },
    });
    await session.control('POST', 'reset');
    expect(await known()).toEqual([subscriptionId, declared]);
  });

  it('that are disabled are read and not written, until they are enabled', async () => {
    const session = await startSession();
    const { subscriptionId } = session.simulator;
    await session.control('POST', 'subscriptions', { subscriptionId, state: 'Disabled' });
    const path = `/subscriptions/${subscriptionId}`;
    expect(await get(session, `${path}?${version}`)).toMatchObject({ body: { state: 'Disabled' } });
    expect(await session.call('PUT', group, { location: 'eastus' })).toMatchObject({
      status: 409,
      body: { error: { code: 'ReadOnlyDisabledSubscription' } },
    });
    await session.control('POST', 'subscriptions', { subscriptionId, state: 'Enabled' });
    expect(await session.call('PUT', group, { location: 'eastus' })).toMatchObject({ status: 201 });
  });

  it('hold their own groups, are found in any case and tell their regions', async () => {
    const session = await startSession({ subscriptions: [declared] });
    const there = `/subscriptions/${declared.toLowerCase()}`;
    await session.call('PUT', `${there}${group}`, { location: 'eastus' });
    expect((await session.call('GET', `${there.toUpperCase()}${group}`)).status).toBe(404);
    expect((await session.call('GET', group)).status).toBe(404);
    const { body } = await get(session, `${there}/locations?${version}`);
    expect(at(body, 'value')).toContainEqual(
      expect.objectContaining({ name: 'westus2', displayName: 'West US 2' }),
    );
  });

  it('live in one tenant', async () => {
    const session = await startSession();
    const { body } = await get(session, `/tenants?${version}`);
    const one = await get(session, `/subscriptions/${session.simulator.subscriptionId}?${version}`);
    expect(at(body, 'value.0.tenantId')).toBe(at(one.body, 'tenantId'));
  });
});

describe('providers', () => {
  const resources = 'api-version=2021-04-01';

  it('tell types with their api-versions, the newest first, for a subscription and without', async () => {
    const session = await startSession();
    const learning = 'Microsoft.MachineLearningServices';
    const prefix = `/subscriptions/${session.simulator.subscriptionId}`;
    for (const scope of [prefix, '']) {
      const path = `${scope}/providers/${learning.toLowerCase()}?${resources}`;
      const { status, body } = await get(session, path);
      expect(status).toBe(200);
      expect(body).toMatchObject({ id: `${scope}/providers/${learning}`, namespace: learning });
      const types = at(body, 'resourceTypes') as { resourceType: string; apiVersions: string[] }[];
      const workspaces = types.find(({ resourceType }) => resourceType === 'workspaces');
      expect(workspaces).toMatchObject({
        locations: expect.arrayContaining(['East US']) as object,
      });
      expect(workspaces?.apiVersions).toContain('2024-10-01');
      expect(workspaces?.apiVersions).toEqual(workspaces?.apiVersions.toSorted().toReversed());
      const all = await get(session, `${scope}/providers?${resources}`);
      expect(at(all.body, 'value')).toContainEqual(body);
    }
    expect(await get(session, `${prefix}/providers/Microsoft.Nothing?${resources}`)).toMatchObject({
      status: 404,
      body: { error: { code: 'InvalidResourceNamespace' } },
    });
  });

  it('can be unregistered, and are then refused to the subscription until registered', async () => {
    const session = await startWithWorkspace();
    const change = (verb: string) =>
      session.call('POST', `/providers/Microsoft.MachineLearningServices/${verb}`, undefined, {
        version: '2021-04-01',
      });
    expect((await change('unregister')).body).toMatchObject({ registrationState: 'Unregistered' });
    expect(await session.call('GET', workspace)).toMatchObject({
      status: 409,
      body: { error: { code: 'MissingSubscriptionRegistration' } },
    });
    expect((await session.call('GET', group)).status).toBe(200);
    expect((await change('register')).body).toMatchObject({ registrationState: 'Registering' });
    expect((await session.call('GET', workspace)).status).toBe(409);
    await session.control('POST', 'clock', { advanceSeconds: 60 });
    expect((await session.call('GET', workspace)).status).toBe(200);
  });
});

describe('roles', () => {
  const permissions = `/providers/Microsoft.Authorization/permissions`;

  it('are told, all unless said, and what none allows is refused', async () => {
    const session = await startWithWorkspace();
    const { subscriptionId } = session.simulator;
    const version = '2022-04-01';
    const told = () => session.call('GET', permissions, undefined, { version });
    expect((await told()).body).toMatchObject({ value: [{ actions: ['*'], notActions: [] }] });
    await session.control('POST', 'subscriptions', {
      subscriptionId,
      permissions: [
        { actions: ['*'], notActions: ['Microsoft.MachineLearningServices/*/write'] },
        { actions: ['Microsoft.Authorization/*/read'] },
      ],
    });
    expect((await session.call('GET', workspace)).status).toBe(200);
    expect(await session.call('PUT', workspace, {})).toMatchObject({
      status: 403,
      body: { error: { code: 'AuthorizationFailed' } },
    });
    await session.control('POST', 'subscriptions', { subscriptionId, permissions: [] });
    for (const path of [workspace, group, permissions, ''])
      expect((await session.call('GET', path, undefined, { version })).status).toBe(403);
  });
});
