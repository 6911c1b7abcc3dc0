import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cloudOfArm } from '#libs/kernel';
import { type TestDatabase, createTestDatabase } from '../../../test/support/database.js';
import { createArmBudget } from './budget.repository.js';
import {
  type BudgetGrant,
  type BudgetLimit,
  armBudgetLimits,
  budgetLimitsOf,
} from './arm-budget.js';

/** So slow that nothing comes back while a test runs: a token takes 100 seconds. */
const slow = { burst: 10, refillPerSecond: 0.01 };
const tokenMs = 100_000;
const fast = { burst: 10, refillPerSecond: 20 };
const of = (limit: BudgetLimit) => ({ read: limit, write: limit, delete: limit });

let database: TestDatabase;
let subscription: string;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(() => {
  subscription = randomBytes(6).toString('hex');
});

const budget = () => createArmBudget(database.pool, of(slow));
const takeMany = (count: number, longestWaitMs: number) =>
  Promise.all(
    Array.from({ length: count }, () => budget().take(subscription, 'read', longestWaitMs)),
  );

function expectWithin(waitMs: number | undefined, least: number, most: number): void {
  expect(waitMs).toBeGreaterThan(least);
  expect(waitMs).toBeLessThanOrEqual(most);
}

describe('a bucket', () => {
  it('gives its burst at once, then makes wait, then refuses', async () => {
    const grants: BudgetGrant[] = [];
    for (let i = 0; i < 13; i += 1)
      grants.push(await budget().take(subscription, 'read', 2.5 * tokenMs));
    const now = { granted: true, waitMs: 0 };
    expect(grants.slice(0, 10)).toMatchObject(Array.from({ length: 10 }, () => now));
    const [first, second, refused] = grants.slice(10);
    expect(first?.granted && second?.granted).toBe(true);
    expectWithin(first?.waitMs, 0.9 * tokenMs, tokenMs);
    expectWithin(second?.waitMs, 1.9 * tokenMs, 2 * tokenMs);
    expect(refused?.granted).toBe(false);
    expectWithin(refused?.waitMs, 2.9 * tokenMs, 3 * tokenMs);
  });

  it('takes nothing where it refuses', async () => {
    await takeMany(10, 0);
    const refused = await takeMany(30, 0);
    expect(refused.filter(({ granted }) => granted)).toEqual([]);
    const { waitMs } = await budget().take(subscription, 'read', 0);
    expectWithin(waitMs, 0.9 * tokenMs, tokenMs);
  });

  it('fills again, up to its burst and no further', async () => {
    await takeMany(10, 0);
    await database.pool.query(
      "UPDATE arm_budget SET refilled_at = refilled_at - interval '1 hour' WHERE subscription_id = $1",
      [subscription],
    );
    const granted = (await takeMany(30, 0)).filter((grant) => grant.granted);
    expect(granted).toHaveLength(10);
  });

  it('is one per subscription, whatever its case, and one per operation', async () => {
    await takeMany(10, 0);
    const take = (name: string, operation: 'read' | 'write') => budget().take(name, operation, 0);
    expect(await take(subscription.toUpperCase(), 'read')).toMatchObject({ granted: false });
    expect(await take(`${subscription}-other`, 'read')).toMatchObject({ granted: true, waitMs: 0 });
    expect(await take(subscription, 'write')).toMatchObject({ granted: true, waitMs: 0 });
  });

  it('does not run back with a clock that does', async () => {
    await takeMany(10, 0);
    await database.pool.query(
      "UPDATE arm_budget SET refilled_at = refilled_at + interval '1 hour' WHERE subscription_id = $1",
      [subscription],
    );
    expect(await budget().take(subscription, 'read', 0)).toMatchObject({ granted: false });
  });
});

it('is never exceeded by many processes that send at once', async () => {
  const processes = Array.from(
    { length: 6 },
    () => new Pool({ connectionString: database.url, max: 4 }),
  );
  const longestWaitMs = 200;
  const begunAt = performance.now();
  let granted = 0;
  const worker = async (own: Pool): Promise<void> => {
    while (performance.now() < begunAt + 1_500) {
      const grant = await createArmBudget(own, of(fast)).take(subscription, 'read', longestWaitMs);
      granted += Number(grant.granted);
      await sleep(1);
    }
  };
  await Promise.all(
    processes.flatMap((own) => [worker(own), worker(own), worker(own), worker(own)]),
  );
  const seconds = (performance.now() - begunAt + longestWaitMs) / 1000;
  await Promise.all(processes.map((own) => own.end()));
  expect(granted).toBeLessThanOrEqual(fast.burst + fast.refillPerSecond * seconds);
  expect(granted).toBeGreaterThan(fast.burst);
});

describe('what Azure says is left', () => {
  it('lowers the bucket of that operation, and never raises it', async () => {
    expect((await budget().take(subscription, 'read', 0)).left).toBeCloseTo(9, 1);
    await budget().take(subscription, 'write', 0);
    await budget().lower(subscription.toUpperCase(), 'read', 3);
    expect((await budget().take(subscription, 'read', 0)).left).toBeCloseTo(2, 1);
    await budget().lower(subscription, 'read', 8);
    const granted = (await takeMany(5, 0)).filter((grant) => grant.granted);
    expect(granted).toHaveLength(2);
    expect((await budget().take(subscription, 'write', 0)).left).toBeCloseTo(8, 1);
  });

  it('leaves what is promised to those who wait for a token', async () => {
    await takeMany(11, 2 * tokenMs);
    await budget().lower(subscription, 'read', 0);
    const { waitMs } = await budget().take(subscription, 'read', 0);
    expectWithin(waitMs, 1.9 * tokenMs, 2 * tokenMs);
  });
});

describe('other clouds', () => {
  it.each(['https://management.usgovcloudapi.net', 'https://management.chinacloudapi.cn'])(
    '%s allows as much an hour as before, and we nine tenths of that',
    (endpoint) => {
      const { read, write, delete: remove } = budgetLimitsOf(cloudOfArm(endpoint));
      const inAnHour = ({ burst, refillPerSecond }: BudgetLimit) => burst + 3_600 * refillPerSecond;
      expect(inAnHour(read)).toBeLessThanOrEqual(0.9 * 12_000);
      expect(inAnHour(write)).toBeLessThanOrEqual(0.9 * 1_200);
      expect(inAnHour(remove)).toBeLessThanOrEqual(0.9 * 15_000);
    },
  );

  it('have what is said of them where none is named', () => {
    expect(budgetLimitsOf(undefined, 25)).toEqual(armBudgetLimits);
    expect(budgetLimitsOf(undefined, 0.1).read.burst).toBe(1);
  });

  it('are those of Microsoft: a stand-in counts as public Azure', () => {
    for (const endpoint of ['https://management.azure.com', 'https://127.0.0.1:4443'])
      expect(budgetLimitsOf(cloudOfArm(endpoint))).toBe(armBudgetLimits);
  });
});

describe('a 429', () => {
  it('quiets every operation of the subscription, and no other subscription', async () => {
    await budget().take(subscription, 'read', 0);
    await budget().quiet(subscription, 30);
    for (const operation of ['read', 'write', 'delete'] as const) {
      const grant = await budget().take(subscription, operation, 2_000);
      expect(grant.granted).toBe(false);
      expect(grant.waitMs).toBeGreaterThan(29_000);
      expect(grant.waitMs).toBeLessThanOrEqual(30_000);
    }
    expect(await budget().quietForMs(subscription)).toBeGreaterThan(29_000);
    expect(await budget().quietForMs(`${subscription}-other`)).toBe(0);
    expect(await budget().take(`${subscription}-other`, 'read', 0)).toMatchObject({
      granted: true,
    });
  });

  it('is not shortened by a later one', async () => {
    await budget().quiet(subscription, 30);
    await budget().quiet(subscription, 1);
    expect(await budget().quietForMs(subscription)).toBeGreaterThan(29_000);
  });

  it('is over when its time is', async () => {
    await budget().quiet(subscription, 30);
    await database.pool.query(
      "UPDATE arm_budget SET quiet_until = clock_timestamp() - interval '1 second' WHERE subscription_id = $1",
      [subscription],
    );
    expect(await budget().take(subscription, 'write', 0)).toMatchObject({
      granted: true,
      waitMs: 0,
    });
    expect(await budget().quietForMs(subscription)).toBe(0);
  });

  it('is believed for an hour at most', async () => {
    await budget().quiet(subscription, 1_000_000);
    expect(await budget().quietForMs(subscription)).toBeLessThanOrEqual(3_600_000);
  });
});

it('stays below what Azure allows', () => {
  const azure = { read: [250, 25], write: [200, 10], delete: [200, 10] } as const;
  for (const operation of ['read', 'write', 'delete'] as const) {
    const { burst, refillPerSecond } = armBudgetLimits[operation];
    expect(burst).toBeLessThanOrEqual(azure[operation][0] * 0.9);
    expect(refillPerSecond).toBeLessThanOrEqual(azure[operation][1] * 0.9);
  }
});

describe('a bucket that teams share', () => {
  const [busy, calm] = [randomUUID(), randomUUID()];
  const ten = { burst: 100, refillPerSecond: 0.01 };
  const shared = () => createArmBudget(database.pool, of(ten));

  async function grantsTo(teamId: string, asked: number): Promise<number> {
    let granted = 0;
    for (let at = 0; at < asked; at += 1)
      if ((await shared().take(subscription, 'write', 0, teamId)).granted) granted += 1;
    return granted;
  }

  it('leaves its last tenth to others than the one who took all before', async () => {
    expect(await grantsTo(busy, 120)).toBe(90);
    expect(await grantsTo(calm, 1)).toBe(1);
    expect(await grantsTo(busy, 20)).toBe(0);
    expect(await grantsTo(calm, 5)).toBe(5);
  });

  it('is shared evenly by those who ask alike', async () => {
    const granted = { [busy]: 0, [calm]: 0 };
    await grantsTo(busy, 60);
    for (let at = 0; at < 60; at += 1)
      for (const team of [busy, calm]) granted[team] = granted[team]! + (await grantsTo(team, 1));
    expect(granted[calm]).toBeGreaterThan(granted[busy]!);
    expect(granted[busy]! + granted[calm]!).toBeGreaterThan(30);
  });

  it('is whole for what is asked for all alike', async () => {
    await grantsTo(busy, 120);
    const grants = await Promise.all(
      Array.from({ length: 12 }, () => shared().take(subscription, 'write', 0)),
    );
    expect(grants.filter(({ granted }) => granted)).toHaveLength(10);
  });

  it('forgets within a minute who took much', async () => {
    await grantsTo(busy, 120);
    await grantsTo(calm, 2);
    expect(await grantsTo(busy, 1)).toBe(0);
    await database.pool.query(
      `UPDATE arm_budget_use SET used_at = used_at - interval '1 minute' WHERE team_id = $1`,
      [busy],
    );
    expect(await grantsTo(busy, 1)).toBe(1);
  });
});
