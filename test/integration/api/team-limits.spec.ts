import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { rememberVCpus, weighComputes } from '#libs/ceilings';
import { rememberPrices } from '#libs/estimates';
import { startApi, subscriptionId, type ApiUnderTest } from '../../support/api.js';
import { createTestDatabase, openTestDatabase, type TestDatabase } from '../../support/database.js';
import { FakeArm } from '../../support/fake-arm.js';
import { at, rowIdOf, type Loose } from '../../support/gateway.js';
import { givenScopes, type GivenTeam } from '../../support/scope-scene.js';

let database: TestDatabase;
let elsewhere: TestDatabase;
let api: ApiUnderTest;
let second: ApiUnderTest;
let team: GivenTeam;
let teams = 0;
beforeAll(async () => {
  database = await createTestDatabase();
  // With connections of its own, as another process has them. The key of whichever starts last counts.
  elsewhere = openTestDatabase(inject('postgres'), database.name);
  second = await startApi(elsewhere, new FakeArm());
  api = await startApi(database, new FakeArm());
  const sizes = [
    ['Standard_D4_v2', 8],
    ['Standard_D2_v2', 2],
  ] as const;
  const body = Object.fromEntries(
    sizes.map(([name, vCpus]) => [
      name.toLowerCase(),
      { name, vCpus, family: 'standardDv2Family' },
    ]),
  );
  await api.database.pool.query(
    `INSERT INTO azure_reading (subscription_id, what, location, body, read_at) VALUES ($1, 'vm-sizes', 'eastus', $2, now())`,
    [subscriptionId, body],
  );
  await api.database.pool.query(
    `INSERT INTO price_list (location, currency, read_at) VALUES ('eastus', 'USD', now())`,
  );
  await api.database.pool.query(
    `INSERT INTO listed_price (location, currency, item, vm_priority, name, amount)
     VALUES ('eastus', 'USD', 'standard_d4_v2', 'DEDICATED', 'Standard_D4_v2', 0.5),
       ('eastus', 'USD', 'standard_d2_v2', 'DEDICATED', 'Standard_D2_v2', 0.125)`,
  );
});
afterAll(async () => {
  await second?.close();
  await api?.close();
  await elsewhere?.close();
  await database?.drop();
});

/** A team with an empty workspace. */
beforeEach(async () => {
  teams += 1;
  team = await givenScopes(api, `limited${teams}`, `rg-limited${teams}`);
  await api.database.pool.query(
    `UPDATE resource SET gone_at = now() WHERE team_id = $1 AND kind IN ('COMPUTE_CLUSTER', 'COMPUTE_INSTANCE')`,
    [team.rowId],
  );
});

const setLimits = `mutation ($input: SetTeamLimitsInput!) { setTeamLimits(input: $input) {
  team { id limits { vCpus { limit used left } hourlyCost { limit { amount } } } } userErrors { code field message } } }`;
async function limit(limits: object, key = api.adminKey): Promise<Loose> {
  const input = { teamId: team.teamId, ...limits };
  const { data, errors } = await api.graphql(key, setLimits, { input });
  expect(errors).toBeUndefined();
  return at(data)['setTeamLimits']!;
}

const shown = async (key = team.operatorKey): Promise<Loose> => {
  const query = `query ($id: ID!) { team(id: $id) { limits { vCpus { limit used left } computes { limit used left }
    hourlyCost { limit { amount currency } used { amount currency } left { amount } } uncounted } } }`;
  const { data } = await api.graphql(key, query, { id: team.teamId });
  return at(data)['team']!['limits']!;
};

const newCluster = (change: object = {}) => ({
  workspaceId: team.workspaceId,
  name: `c${randomUUID().slice(0, 8)}x`,
  vmSize: 'Standard_D4_v2',
  scale: { maxNodeCount: 1 },
  ...change,
});

async function ask(verb: string, input: object, by = api): Promise<Loose> {
  const type = `${verb[0]?.toUpperCase()}${verb.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { ${verb}(input: $input) {
    compute { id } operation { id } userErrors { code field message } } }`;
  const { data, errors } = await by.graphql(team.operatorKey, query, { input });
  expect(errors).toBeUndefined();
  return at(data)[verb]!;
}
const create = (change: object = {}, by = api) =>
  ask('createComputeCluster', newCluster(change), by);
const codes = ({ userErrors }: Loose): string[] =>
  (userErrors as unknown as { code: string }[]).map(({ code }) => code);
const messages = ({ userErrors }: Loose): string =>
  (userErrors as unknown as { message: string }[]).map(({ message }) => message).join('\n');

/** A cluster that stands as it was asked for. */
async function givenCluster(change: object): Promise<string> {
  const { compute, operation } = await create(change);
  const { pool } = api.database;
  await pool.query(`UPDATE operation SET status = 'SUCCEEDED', due_at = NULL WHERE id = $1`, [
    rowIdOf(operation!['id']!),
  ]);
  const id = compute!['id'] as unknown as string;
  await pool.query(
    `UPDATE resource SET provisioning_state = 'SUCCEEDED', observed = desired WHERE id = $1`,
    [rowIdOf(id)],
  );
  return id;
}

const scaled = (computeId: string, maxNodeCount: number) =>
  ask('updateComputeCluster', { computeId, scale: { maxNodeCount } });

const weigh = () =>
  weighComputes(
    {
      pool: api.database.pool,
      findPrices: rememberPrices({ currency: 'USD', notAsked: undefined }),
      findVCpus: rememberVCpus(),
    },
    'changed',
    new AbortController().signal,
  );

describe('a limit of vCPUs', () => {
  it('holds for fifty creations at once, through two processes', async () => {
    await limit({ vCpus: 100 });
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => create({}, index % 2 === 0 ? api : second)),
    );
    const refused = answers.filter(({ operation }) => !operation);
    expect(refused).toHaveLength(38);
    expect(new Set(refused.flatMap(codes))).toEqual(new Set(['QUOTA_EXCEEDED']));
    expect(messages(refused[0]!)).toMatch(/may have 100 vCPUs.*come to 96.*this one to 8/);
    expect(await shown()).toMatchObject({
      vCpus: { limit: 100, used: 96, left: 4 },
      computes: { limit: null, used: 12, left: null },
      uncounted: 0,
    });
  });

  it('lets a small one in behind a large one that it has no room for', async () => {
    await limit({ vCpus: 20 });
    const answers = await Promise.all([
      create({ scale: { maxNodeCount: 3 } }),
      create({ scale: { maxNodeCount: 2 } }),
      create({ vmSize: 'Standard_D2_v2' }),
      create({ vmSize: 'Standard_D2_v2' }),
    ]);
    expect(answers.map(codes)).toEqual([['QUOTA_EXCEEDED'], [], [], []]);
  });

  it('counts a scale that raises, and refuses none that lowers', async () => {
    const id = await givenCluster({ scale: { maxNodeCount: 4 } });
    await limit({ vCpus: 24 });
    expect(codes(await scaled(id, 5))).toEqual(['QUOTA_EXCEEDED']);
    expect(codes(await scaled(id, 3))).toEqual([]);
  });

  it('has room again once Azure has made less of it', async () => {
    const id = await givenCluster({ scale: { maxNodeCount: 2 } });
    await limit({ vCpus: 16 });
    const { operation } = await scaled(id, 1);
    await weigh();
    expect(codes(await create())).toEqual(['QUOTA_EXCEEDED']);
    const { pool } = api.database;
    await pool.query(`UPDATE operation SET status = 'SUCCEEDED', due_at = NULL WHERE id = $1`, [
      rowIdOf(operation!['id']!),
    ]);
    await pool.query(
      `UPDATE resource SET provisioning_state = 'SUCCEEDED', observed = desired WHERE id = $1`,
      [rowIdOf(id)],
    );
    await weigh();
    expect(codes(await create())).toEqual([]);
  });

  it('takes nothing in of which it is not known how many it has', async () => {
    await api.database.pool.query(
      `UPDATE azure_reading SET read_at = now() - interval '9 days' WHERE what = 'vm-sizes'`,
    );
    await limit({ vCpus: 1_000 });
    const answer = await create({ vmSize: 'Standard_NC6' });
    expect(codes(answer)).toEqual(['QUOTA_EXCEEDED']);
    expect(messages(answer)).toContain('is not known');
    await limit({});
    expect(codes(await create({ vmSize: 'Standard_NC6' }))).toEqual([]);
    expect(await shown()).toMatchObject({ uncounted: 1 });
  });

  /** What a plan and the mutation itself refuse it by. */
  async function refusalsOf(input: object): Promise<[planned: Loose, asked: Loose[]]> {
    const query = `mutation ($input: PlanInput!) { plan(input: $input) {
      plan { applicable refusals { code field message } } userErrors { code field message } } }`;
    const { data } = await api.graphql(team.operatorKey, query, {
      input: { change: { createComputeCluster: input } },
    });
    const { userErrors } = await ask('createComputeCluster', input);
    return [at(data)['plan']!, userErrors as unknown as Loose[]];
  }

  it('is told by a plan as by the mutation, and lifted by nobody of the team', async () => {
    await limit({ vCpus: 7 });
    const [planned, refusals] = await refusalsOf(newCluster());
    expect(planned).toMatchObject({ userErrors: [], plan: { applicable: false, refusals } });
    expect(codes(await limit({ vCpus: 8 }, team.adminKey))).toEqual(['FORBIDDEN']);
  });

  it('is told by neither of a name that is taken', async () => {
    await limit({ vCpus: 8 });
    const taken = newCluster();
    expect(codes(await ask('createComputeCluster', taken))).toEqual([]);
    const [planned, [refusal]] = await refusalsOf(taken);
    expect(refusal).toMatchObject({ code: 'OPERATION_IN_PROGRESS', field: ['input', 'name'] });
    const field = ['input', 'change', 'createComputeCluster', 'name'];
    expect(planned).toMatchObject({
      plan: null,
      userErrors: [{ code: 'OPERATION_IN_PROGRESS', field }],
    });
  });
});

describe('a limit of computes', () => {
  it('counts clusters and instances, those that failed and stand too', async () => {
    await limit({ computes: 2 });
    expect(codes(await create())).toEqual([]);
    await api.database.pool.query(
      `UPDATE resource SET provisioning_state = 'FAILED' WHERE team_id = $1 AND kind = 'COMPUTE_CLUSTER'`,
      [team.rowId],
    );
    const instance = {
      workspaceId: team.workspaceId,
      name: `i${randomUUID().slice(0, 8)}`,
      vmSize: 'Standard_D4_v2',
      ssh: null,
    };
    expect(codes(await ask('createComputeInstance', instance))).toEqual([]);
    const answer = await create();
    expect(codes(answer)).toEqual(['QUOTA_EXCEEDED']);
    expect(messages(answer)).toMatch(/may have 2 compute clusters and instances, and has 2/);
  });
});

describe('a limit of costs an hour', () => {
  it('counts all nodes that there may be, and says what is left', async () => {
    await limit({ hourlyCost: { amount: '1.6', currency: 'USD' } });
    // Two nodes of 0.5 and a load balancer of 0.01375.
    expect(codes(await create({ scale: { maxNodeCount: 2 } }))).toEqual([]);
    const answer = await create({ scale: { maxNodeCount: 2 } });
    expect(codes(answer)).toEqual(['BUDGET_EXCEEDED']);
    expect(messages(answer)).toContain(
      'come to 1.01375 with all their nodes, and this one to 1.01375',
    );
    expect(codes(await create())).toEqual([]);
    expect(await shown()).toMatchObject({
      hourlyCost: {
        limit: { amount: '1.6', currency: 'USD' },
        used: { amount: '1.5275', currency: 'USD' },
        left: { amount: '0.0725' },
      },
    });
  });

  it('is given in the currency of prices', async () => {
    expect(await limit({ hourlyCost: { amount: '1', currency: 'EUR' } })).toMatchObject({
      team: null,
      userErrors: [{ code: 'INVALID_INPUT', field: ['input', 'hourlyCost'] }],
    });
  });
});

describe('what stands', () => {
  it('is counted though nobody asked for it here, as soon as it is seen', async () => {
    await api.database.pool.query(
      `UPDATE resource SET gone_at = NULL, desired = desired || '{"vmSize": "Standard_D4_v2"}' WHERE id = $1`,
      [rowIdOf(team.clusterId)],
    );
    expect(await shown()).toMatchObject({ vCpus: { used: 0 }, uncounted: 1 });
    await weigh();
    expect(await shown()).toMatchObject({
      vCpus: { used: 32 },
      computes: { used: 1 },
      uncounted: 0,
    });
  });
});
