import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { refreshPrices } from '#libs/prices';
import { startApi, type ApiUnderTest } from '../../support/api.js';
import { FakeArm } from '../../support/fake-arm.js';
import { at, rowIdOf, type Loose } from '../../support/gateway.js';
import { rest } from '../../support/rest.js';
import { retailInProcess } from '../../support/retail-prices.js';
import { givenScopes, type GivenTeam } from '../../support/scope-scene.js';

let api: ApiUnderTest;
let ours: GivenTeam;
beforeAll(async () => {
  api = await startApi(undefined, new FakeArm());
  ours = await givenScopes(api, 'ours', 'rg-ours');
  await api.database.pool.query(
    `INSERT INTO price_list (location, currency, tried_at) VALUES ('westeurope', 'USD', '-infinity')`,
  );
  const refresh = { pool: api.database.pool, retail: retailInProcess, currency: 'USD' };
  expect(await refreshPrices(refresh, new AbortController().signal)).toBe('westeurope');
});
afterAll(() => api?.close());
beforeEach(async () => {
  await api.database.pool.query(
    `UPDATE operation SET status = 'SUCCEEDED', due_at = NULL, completed_at = now() WHERE completed_at IS NULL`,
  );
});

const cost = `cost { hourlyFloor { amount currency } hourlyCeiling { amount } monthlyExpected { amount }
  lines { name quantity hourlyFloor { amount } hourlyCeiling { amount } } assumptions priceSource priceAsOf }`;

async function plan(change: object, usage?: object): Promise<Loose> {
  const query = `mutation ($input: PlanInput!) { plan(input: $input) {
    plan { id refusals { code } ${cost} } userErrors { code field message } } }`;
  const { data, errors } = await api.graphql(ours.operatorKey, query, { input: { change, usage } });
  expect(errors).toBeUndefined();
  return at(data)['plan']!;
}

async function apply(planId: unknown): Promise<Loose> {
  const query = `mutation ($input: ApplyPlanInput!) { applyPlan(input: $input) {
    operation { id ${cost} } userErrors { code message } } }`;
  const { data } = await api.graphql(ours.operatorKey, query, { input: { planId } });
  return at(data)['applyPlan']!;
}

const costOf = async (change: object, usage?: object): Promise<Loose> => {
  const { plan: made, userErrors } = await plan(change, usage);
  expect(userErrors).toEqual([]);
  return made!['cost']!;
};

const newCluster = (change: object = {}) => ({
  createComputeCluster: {
    workspaceId: ours.workspaceId,
    name: `c${randomUUID().slice(0, 8)}x`,
    vmSize: 'STANDARD_DS3_V2',
    location: 'westeurope',
    scale: { minNodeCount: 1, maxNodeCount: 4 },
    ...change,
  },
});

/** The price of a size in westeurope for as long as `during` runs. */
async function priced(amount: string, during: () => Promise<void>): Promise<void> {
  const set = `UPDATE listed_price SET amount = $1 WHERE item = 'standard_ds3_v2' AND vm_priority = 'DEDICATED'`;
  await api.database.pool.query(set, [amount]);
  await during();
  await api.database.pool.query(set, ['0.272']);
}

describe('what a plan says of costs', () => {
  it('is an hour at least and at most, line by line, and no month that nobody spoke of', async () => {
    const said = await costOf(newCluster());
    expect(said).toMatchObject({
      hourlyFloor: { amount: '0.28575', currency: 'USD' },
      hourlyCeiling: { amount: '1.10175' },
      monthlyExpected: null,
      priceSource: 'Azure Retail Prices API',
    });
    expect((said['lines'] as unknown as Loose[]).map(({ quantity }) => quantity)).toEqual([
      '1 to 4 nodes',
      '1 load balancer',
      'by use',
    ]);
    const assumptions = said['assumptions'] as unknown as string[];
    expect(assumptions.join('\n')).toContain('nobody said for how many hours a week');
    expect(assumptions.join('\n')).toContain('data transfer is billed by use');
    expect(Date.parse(String(said['priceAsOf']))).toBeLessThanOrEqual(Date.now());
  });

  it('is a month too where somebody says for how long it is used', async () => {
    expect(await costOf(newCluster(), { hoursPerWeek: 84 })).toMatchObject({
      monthlyExpected: { amount: '506.44' },
    });
  });

  it.each([-1, 168.5])('takes no %s hours a week', async (hoursPerWeek) => {
    const answer = await rest(api, ours.operatorKey, '/plans', {
      method: 'POST',
      body: { change: newCluster(), usage: { hoursPerWeek } },
    });
    expect(answer).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/usage/hoursPerWeek' }] },
    });
  });

  it('is unknown where the size has no price, and says why', async () => {
    const said = await costOf(newCluster({ location: 'norwayeast' }));
    expect(said).toMatchObject({ hourlyFloor: null, hourlyCeiling: null, priceAsOf: null });
    expect((said['assumptions'] as unknown as string[]).join('\n')).toContain('has no price');
  });

  it('is nothing of what is deleted, and nothing at all of a resource group', async () => {
    const deleteCompute = { computeId: ours.clusterId, confirmName: 'c-ours' };
    expect(await costOf({ deleteCompute })).toMatchObject({
      hourlyCeiling: { amount: '0' },
      lines: [],
    });
    const createResourceGroup = { name: 'more', location: 'westeurope', teamId: ours.teamId };
    expect(await costOf({ createResourceGroup })).toBeNull();
  });

  it('is that of what stands after a change, and says what it was before', async () => {
    const scale = { maxNodeCount: 2 };
    await api.database.pool.query(
      `UPDATE resource SET desired = desired || '{"location": "westeurope"}', observed = NULL WHERE id = $1`,
      [rowIdOf(ours.clusterId)],
    );
    const said = await costOf({ updateComputeCluster: { computeId: ours.clusterId, scale } });
    expect(said).toMatchObject({
      hourlyFloor: { amount: '0' },
      hourlyCeiling: { amount: '0.55775' },
    });
    expect(said['assumptions']).toContain('Before: 0 USD to 1.10175 USD an hour.');
  });
});

describe('what was accepted', () => {
  it('carries the estimate of its plan, and so does its audit row', async () => {
    const { plan: made } = await plan(newCluster(), { hoursPerWeek: 10 });
    const { operation } = await apply(made!['id']);
    expect(operation!['cost']).toEqual(made!['cost']);
    const { rows } = await api.database.pool.query<{ cost: Loose }>(
      `SELECT after -> 'cost' AS cost FROM audit_event WHERE operation_id = $1`,
      [rowIdOf(operation!['id']!)],
    );
    expect(rows[0]?.cost).toMatchObject(made!['cost']!);
  });

  it('carries one without a plan too', async () => {
    const query = `mutation ($input: CreateComputeClusterInput!) { createComputeCluster(input: $input) { operation { ${cost} } } }`;
    const input = newCluster().createComputeCluster;
    const { data } = await api.graphql(ours.operatorKey, query, { input });
    expect(at(data)['createComputeCluster']!['operation']!['cost']).toMatchObject({
      hourlyCeiling: { amount: '1.10175' },
      monthlyExpected: null,
    });
  });
});

describe('a plan of another price', () => {
  it('is stale, and says that the price is another', async () => {
    const { plan: made } = await plan(newCluster());
    await priced('0.3', async () => {
      const { userErrors } = await apply(made!['id']);
      expect(userErrors).toMatchObject([
        {
          code: 'PLAN_STALE',
          message: expect.stringContaining(
            'the price is another: 0.28575 USD to 1.10175 USD an hour, and is 0.31375 USD to 1.21375 USD an hour',
          ) as string,
        },
      ]);
    });
    expect(await apply(made!['id'])).toMatchObject({ userErrors: [] });
  });

  it('is applied where the price was not known then, for nobody relied on one', async () => {
    const sized = newCluster({ vmSize: 'Standard_DS3_v2', location: 'norwayeast' });
    const { plan: made } = await plan(sized);
    await api.database.pool.query(
      `UPDATE price_list SET read_at = now() WHERE location = 'norwayeast'`,
    );
    await api.database.pool.query(
      `INSERT INTO listed_price (location, currency, item, vm_priority, name, amount)
       VALUES ('norwayeast', 'USD', 'standard_ds3_v2', 'DEDICATED', 'Standard_DS3_v2', 0.3)
       ON CONFLICT (location, currency, item, vm_priority) DO UPDATE SET amount = excluded.amount`,
    );
    expect(await apply(made!['id'])).toMatchObject({
      userErrors: [],
      operation: { cost: { hourlyCeiling: { amount: '1.21375' } } },
    });
  });
});
