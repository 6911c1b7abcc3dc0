import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { resourceGroupId } from '#libs/kernel';
import { globalId } from '#libs/verbs';
import { startApi, type ApiUnderTest } from '../support/api.js';
import { at, type Loose } from '../support/gateway.js';
import { startSimulatedSystem, type SimulatedSystem } from '../support/simulated-system.js';

let system: SimulatedSystem;
let api: ApiUnderTest;
const [throttled, roleless, ...well] = Array.from({ length: 5 }, () => randomUUID()) as [
  string,
  string,
  ...string[],
];
const all = [throttled, roleless, ...well];

const patience = { timeout: 45_000, interval: 200 };
const costTags = ['costCenter', 'owner', 'environment'].map((key) => ({ key, value: 'v' }));

beforeAll(async () => {
  system = await startSimulatedSystem({ clockRate: 60 });
  api = await startApi(system.database, system.arm);
  for (const subscriptionId of all) {
    await system.control('subscriptions', { subscriptionId });
    const defaultTeamId = globalId('Team', system.teamId);
    const { userErrors } = await send('addAzureSubscription', { subscriptionId, defaultTeamId });
    expect(userErrors).toEqual([]);
  }
  await system.control('faults', {
    name: 'TooManyRequests',
    match: { pathPattern: throttled },
    times: 'always',
    parameters: { retryAfterSeconds: 3_600 },
  });
  await system.control('subscriptions', { subscriptionId: roleless, permissions: [] });
});
afterAll(async () => {
  await api?.close();
  await system?.stop();
});

async function send(name: string, input: object, answer = ''): Promise<Loose> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const { data, errors } = await api.graphql(
    api.adminKey,
    `mutation ($input: ${type}!) { payload: ${name}(input: $input) { ${answer} userErrors { code message } } }`,
    { input },
  );
  expect(errors).toBeUndefined();
  return at(data)['payload']!;
}

const create = async (subscriptionId: string, name: string): Promise<string> => {
  const teamId = globalId('Team', system.teamId);
  const input = { subscriptionId, teamId, name, location: 'eastus', costTags };
  const { operation, userErrors } = await send('createResourceGroup', input, 'operation { id }');
  expect(userErrors).toEqual([]);
  return operation!['id']!;
};
const operation = async (id: string): Promise<Loose> => {
  const text = `query ($id: ID!) { operation(id: $id) { status error { code } steps { message } } }`;
  const { data } = await api.graphql(api.adminKey, text, { id });
  return at(data)['operation']!;
};
const until = (id: string, status: string) =>
  vi.waitFor(async () => expect(await operation(id)).toMatchObject({ status }), patience);

const unclaimedIn = async (subscriptionId: string): Promise<string[]> => {
  const { data } = await api.graphql(
    api.adminKey,
    `{ unclaimed(first: 50, subscriptionId: "${subscriptionId}") { nodes { name } } }`,
  );
  return (at(data)['unclaimed']!['nodes'] as unknown as { name: string }[]).map(({ name }) => name);
};

const sizesIn = async (subscriptionId: string) => {
  const { data, errors } = await api.graphql(
    api.adminKey,
    `{ vmSizes(location: "eastus", subscriptionId: "${subscriptionId}") { name } }`,
  );
  return { count: (data as { vmSizes?: object[] } | null)?.vmSizes?.length ?? 0, errors };
};

it('of five subscriptions, one throttled and one without a role, the others do not notice', async () => {
  // Nobody has anything in them yet: that they were added is enough to look there.
  for (const one of well)
    await system.arm.put(resourceGroupId(one, 'rg-found'), { location: 'eastus', tags: {} });
  await system.database.pool.query('UPDATE subscription_look SET look_at = now()');
  for (const one of well)
    await vi.waitFor(async () => expect(await unclaimedIn(one)).toEqual(['rg-found']), patience);
  expect(await unclaimedIn(throttled)).toEqual([]);

  const ids = new Map<string, string>();
  for (const one of all) ids.set(one, await create(one, 'rg-asked'));
  for (const one of well) await until(ids.get(one)!, 'SUCCEEDED');
  await until(ids.get(roleless)!, 'FAILED');
  expect(await operation(ids.get(roleless)!)).toMatchObject({
    error: { code: 'AuthorizationFailed' },
  });
  expect(await operation(ids.get(throttled)!)).toMatchObject({ status: 'RUNNING' });

  for (const one of well) {
    const { count, errors } = await sizesIn(one);
    expect([count > 0, errors]).toEqual([true, undefined]);
  }
  expect((await sizesIn(roleless)).errors).toHaveLength(1);

  const { rows } = await system.database.pool.query<{ id: string }>(
    'SELECT DISTINCT subscription_id AS id FROM arm_budget WHERE quiet_until > now()',
  );
  expect(rows.map(({ id }) => id)).toEqual([throttled]);
});

it('and once it is given its role, what waited there and what is new goes on', async () => {
  await system.control('subscriptions', {
    subscriptionId: roleless,
    permissions: [{ actions: ['*'] }],
  });
  await until(await create(roleless, 'rg-later'), 'SUCCEEDED');
  await fetch(`${system.azure.controlEndpoint}/faults`, { method: 'DELETE' });
  await system.database.pool.query(
    `UPDATE arm_budget SET quiet_until = now() WHERE subscription_id = $1`,
    [throttled],
  );
  await until(await create(throttled, 'rg-later'), 'SUCCEEDED');
});
