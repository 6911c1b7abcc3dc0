import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { neededActions, neededProviders } from '#libs/arm-versions';
import { globalId } from '#libs/verbs';
import { startApi, type ApiUnderTest } from '../support/api.js';
import { at, givenKey, type Loose } from '../support/gateway.js';
import { startSimulatedSystem, type SimulatedSystem } from '../support/simulated-system.js';

let system: SimulatedSystem;
let api: ApiUnderTest;
let teamId: string;
beforeAll(async () => {
  system = await startSimulatedSystem({ clockRate: 60 });
  api = await startApi(system.database, system.arm);
  teamId = globalId('Team', system.teamId);
});
afterAll(async () => {
  await api?.close();
  await system?.stop();
});

const shown = `id subscriptionId displayName defaultTeam { id } defaultLocation missingActions missingProviders`;

async function send(name: string, input: object, answer: string): Promise<Loose> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const { data, errors } = await api.graphql(
    api.adminKey,
    `mutation ($input: ${type}!) { payload: ${name}(input: $input) { ${answer} userErrors { code field message armId } } }`,
    { input },
  );
  expect(errors).toBeUndefined();
  return at(data)['payload']!;
}
const add = (subscriptionId: string, more: object = {}) =>
  send(
    'addAzureSubscription',
    { subscriptionId, defaultTeamId: teamId, ...more },
    `azureSubscription { ${shown} }`,
  );
const remove = (azureSubscriptionId: string) =>
  send('removeAzureSubscription', { azureSubscriptionId }, 'azureSubscription { id }');
const list = async (key = api.adminKey, filter = '{}'): Promise<Loose[]> => {
  const { data } = await api.graphql(
    key,
    `{ azureSubscriptions(first: 50, filter: ${filter}) { nodes { ${shown} } } }`,
  );
  return at(data)['azureSubscriptions']!['nodes'] as unknown as Loose[];
};
const inAzure = async (more: object = {}): Promise<string> => {
  const subscriptionId = randomUUID();
  await system.control('subscriptions', { subscriptionId, displayName: 'Research', ...more });
  return subscriptionId;
};
const codes = ({ userErrors }: Loose) =>
  (userErrors as unknown as { code: string; field: string[] }[]).map(({ code, field }) => [
    code,
    field.at(-1),
  ]);
const ended = (id: string) =>
  vi.waitFor(
    async () => {
      const { data } = await api.graphql(
        api.adminKey,
        `query ($id: ID!) { operation(id: $id) { status error { code message } steps { name status } } }`,
        { id },
      );
      const operation = at(data)['operation']!;
      expect(operation['status']).toMatch(/SUCCEEDED|FAILED/);
      return operation;
    },
    { timeout: 60_000, interval: 200 },
  );

describe('a subscription', () => {
  it('is known once Azure has shown it, with nothing missing to who owns it', async () => {
    const subscriptionId = await inAzure();
    const { azureSubscription, userErrors } = await add(subscriptionId, {
      defaultLocation: 'West Europe',
    });
    expect(userErrors).toEqual([]);
    expect(azureSubscription).toEqual({
      id: expect.any(String) as string,
      subscriptionId,
      displayName: 'Research',
      defaultTeam: { id: teamId },
      defaultLocation: 'westeurope',
      missingActions: [],
      missingProviders: [],
    });
    expect(await list()).toContainEqual(azureSubscription);
  });

  it('is found by its id, its name, its region and its team', async () => {
    const subscriptionId = await inAzure({ displayName: 'Deep Blue' });
    await add(subscriptionId, { defaultLocation: 'westeurope' });
    await add(await inAzure({ displayName: 'Deep Sea' }));
    const found = async (filter: string) =>
      (await list(api.adminKey, filter)).map(({ displayName }) => displayName);
    expect(await found(`{ subscriptionIds: ["${subscriptionId.toUpperCase()}"] }`)).toEqual([
      'Deep Blue',
    ]);
    expect(await found('{ nameContains: "blue" }')).toEqual(['Deep Blue']);
    expect(await found('{ nameStartsWith: "deep " }')).toEqual(['Deep Sea', 'Deep Blue']);
    const where = 'nameStartsWith: "Deep", locations: ["West Europe"]';
    expect(await found(`{ ${where}, teamIds: ["${teamId}"] }`)).toEqual(['Deep Blue']);
    expect(await found('{ nameContains: "shallow" }')).toEqual([]);
  });

  it('is asked anew, and given other defaults, when it is added again', async () => {
    const subscriptionId = await inAzure();
    const first = await add(subscriptionId, { defaultLocation: 'westeurope' });
    const permissions = [{ actions: ['*/read'] }];
    await system.control('subscriptions', { subscriptionId, displayName: 'Renamed', permissions });
    const { azureSubscription: again } = await add(subscriptionId.toUpperCase());
    expect(again).toMatchObject({
      id: first.azureSubscription!['id'],
      displayName: 'Renamed',
      defaultLocation: null,
    });
    const { rows } = await system.database.pool.query<{ event: { action: string } }>(
      `SELECT to_jsonb(e) AS event FROM audit_event e WHERE target_kind = 'AZURE_SUBSCRIPTION' ORDER BY id DESC LIMIT 2`,
    );
    expect(rows.map(({ event }) => event.action)).toEqual([
      'azure_subscription.changed',
      'azure_subscription.added',
    ]);
  });

  it('tells the actions that no role allows: what one leaves out, another may give', async () => {
    const permissions = [
      { actions: ['*'], notActions: ['*/delete', 'Microsoft.MachineLearningServices/*/action'] },
      {
        actions: ['Microsoft.MachineLearningServices/workspaces/computes/*'],
        notActions: ['*/computes/delete'],
      },
    ];
    const { azureSubscription } = await add(await inAzure({ permissions }));
    expect(azureSubscription!['missingActions']).toEqual(
      neededActions.filter((action) =>
        /\/delete$|LearningServices\/register\/action$/.test(action),
      ),
    );
    expect(azureSubscription!['missingActions']?.length).toBeGreaterThan(3);
  });

  it('tells that rights cannot even be asked for', async () => {
    const permissions = [{ actions: ['Microsoft.Resources/*'] }];
    const { azureSubscription } = await add(await inAzure({ permissions }));
    expect(azureSubscription!['missingActions']).toEqual([
      'Microsoft.Authorization/permissions/read',
    ]);
  });

  it.each([
    ['that Azure has not', () => Promise.resolve(randomUUID()), 'NOT_FOUND', 'does not show it'],
    [
      'without a role',
      () => inAzure({ permissions: [] }),
      'INVALID_STATE',
      'give its identity a role',
    ],
    ['that is disabled', () => inAzure({ state: 'Disabled' }), 'INVALID_STATE', 'is Disabled'],
  ])('%s is refused, and not known afterwards', async (_what, given, code, words) => {
    const subscriptionId = await given();
    const { azureSubscription, userErrors } = await add(subscriptionId);
    expect(azureSubscription).toBeNull();
    expect(userErrors).toEqual([
      expect.objectContaining({
        code,
        field: ['input', 'subscriptionId'],
        message: expect.stringContaining(words) as string,
      }),
    ]);
    expect((await list()).map((one) => one['subscriptionId'])).not.toContain(subscriptionId);
  });

  it('of no team is refused at its field, before Azure is asked', async () => {
    const refused = await add(randomUUID(), { defaultTeamId: globalId('Team', randomUUID()) });
    expect(codes(refused)).toEqual([['NOT_FOUND', 'defaultTeamId']]);
  });

  it('is shown to its default team, which may use it from the start, and to no other', async () => {
    const subscriptionId = await inAzure();
    await add(subscriptionId, { defaultLocation: 'eastus' });
    const { data } = await api.graphql(
      api.adminKey,
      'mutation { createTeam(input: { name: "strangers", costCenter: "CC" }) { team { id } } }',
    );
    const strangers = at(data)['createTeam']!['team']!['id']!;
    const viewer = await givenKey(api, teamId, 'VIEWER', 'viewer');
    const stranger = await givenKey(api, strangers, 'ADMIN', 'stranger');
    const seenBy = async (key: string) =>
      (await list(key)).map((one) => String(one['subscriptionId']));
    expect(await seenBy(viewer)).toContain(subscriptionId);
    expect(await seenBy(stranger)).toEqual([]);
    const costTags = ['costCenter', 'owner', 'environment'].map((key) => ({ key, value: 'v' }));
    const create = (whose: string, more: object = {}) =>
      send(
        'createResourceGroup',
        { name: `rg-${randomUUID()}`, teamId: whose, subscriptionId, costTags, ...more },
        'resourceGroup { location }',
      );
    expect(await create(teamId)).toMatchObject({
      userErrors: [],
      resourceGroup: { location: 'eastus' },
    });
    expect(codes(await create(strangers, { location: 'eastus' }))).toEqual([
      ['SCOPE_NOT_SHARED', 'subscriptionId'],
    ]);
  });

  it('without a default location wants one with each group', async () => {
    const subscriptionId = await inAzure();
    await add(subscriptionId);
    const input = { name: 'rg-nowhere', teamId, subscriptionId };
    const refused = await send('createResourceGroup', input, 'operation { id }');
    expect(codes(refused)).toContainEqual(['INVALID_INPUT', 'location']);
  });

  it('is let go of once nobody has anything in it, and may come again', async () => {
    const subscriptionId = await inAzure();
    const { azureSubscription } = await add(subscriptionId, { defaultLocation: 'eastus' });
    const id = azureSubscription!['id']!;
    const costTags = ['costCenter', 'owner', 'environment'].map((key) => ({ key, value: 'v' }));
    const group = { name: 'rg-held', teamId, subscriptionId, costTags };
    const made = await send('createResourceGroup', group, 'operation { id } resourceGroup { id }');
    expect(await ended(made.operation!['id']!)).toMatchObject({ status: 'SUCCEEDED' });
    expect((await remove(id)).userErrors).toEqual([
      expect.objectContaining({
        code: 'NOT_EMPTY',
        armId: `/subscriptions/${subscriptionId}/resourceGroups/rg-held`,
      }),
    ]);
    const deleted = await send(
      'deleteResourceGroup',
      { resourceGroupId: made.resourceGroup!['id'], confirmName: 'rg-held' },
      'operation { id }',
    );
    expect(await ended(deleted.operation!['id']!)).toMatchObject({ status: 'SUCCEEDED' });
    expect(codes(await remove(id))).toEqual([]);
    expect(codes(await remove(id))).toEqual([['NOT_FOUND', 'azureSubscriptionId']]);
    expect(
      codes(
        await send('createResourceGroup', { ...group, location: 'eastus' }, 'operation { id }'),
      ),
    ).toEqual([['SCOPE_NOT_SHARED', 'subscriptionId']]);
    const again = await add(subscriptionId);
    expect(again.azureSubscription!['id']).not.toBe(id);
  });
});

describe('resource providers', () => {
  const [one = '', another = ''] = neededProviders;
  const begin = (azureSubscriptionId: string) =>
    send('registerProviders', { azureSubscriptionId }, 'operation { id kind }');

  it('that are missing are told, and registered by an operation that waits for Azure', async () => {
    const subscriptionId = await inAzure({ unregistered: [one, another] });
    const { azureSubscription } = await add(subscriptionId);
    expect(azureSubscription!['missingProviders']).toEqual([one, another]);
    const { operation } = await begin(azureSubscription!['id']!);
    expect(operation!['kind']).toBe('PROVIDERS_REGISTER');
    const { status, steps } = await ended(operation!['id']!);
    expect(status).toBe('SUCCEEDED');
    const named = (steps as unknown as { name: string; status: string }[]).map(
      (step) => [step.name, step.status] as const,
    );
    expect(named).toEqual([
      ...neededProviders.map((namespace) => [
        `register ${namespace}`,
        [one, another].includes(namespace) ? 'SUCCEEDED' : 'SKIPPED',
      ]),
      ...neededProviders.map((namespace) => [`await ${namespace}`, 'SUCCEEDED']),
      ['look at subscription', 'SUCCEEDED'],
    ]);
    const known = (await list()).find((kept) => kept['subscriptionId'] === subscriptionId);
    expect(known).toMatchObject({ displayName: 'Research', missingProviders: [] });
    for (const namespace of [one, another])
      expect(
        await system.arm.get(`/subscriptions/${subscriptionId}/providers/${namespace}`),
      ).toMatchObject({ registrationState: 'Registered' });
  });

  it('that may not be registered end the operation, which says so', async () => {
    const permissions = [{ actions: ['*/read'] }];
    const subscriptionId = await inAzure({ unregistered: [one], permissions });
    const { azureSubscription } = await add(subscriptionId);
    const { operation } = await begin(azureSubscription!['id']!);
    expect(await ended(operation!['id']!)).toMatchObject({
      status: 'FAILED',
      error: {
        code: 'AuthorizationFailed',
        message: expect.stringContaining(`${one}/register/action`) as string,
      },
    });
    const known = (await list()).find((kept) => kept['subscriptionId'] === subscriptionId);
    expect(known).toMatchObject({ missingProviders: [one] });
  });
});
