import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { givenOperation, givenWorkspace, subscriptionForTests } from '../../test/support/engine.js';
import { armError } from '../../test/support/fake-arm.js';
import type { ArmBody, ArmPort } from '../operations/arm.port.js';
import { computeKindsOf, kinds } from '../kinds/kinds.js';
import { readSurroundings, renewReading } from './read-surroundings.js';

let database: TestDatabase;
let lists: string[];
let answers: Record<string, ArmBody[] | Error>;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  lists = [];
  answers = {};
  await database.pool.query('UPDATE resource SET gone_at = now() WHERE gone_at IS NULL');
  await database.pool.query(`UPDATE operation SET completed_at = now() - interval '1 day'`);
  await database.pool.query('DELETE FROM azure_reading');
  await database.pool.query('DELETE FROM outbox_event');
});

const provider = `/subscriptions/${subscriptionForTests}/providers`;
const locksOf = `${provider}/Microsoft.Authorization/locks`;
const region = `${provider}/Microsoft.MachineLearningServices/locations/eastus`;
const networkSubscription = '22222222-2222-4222-8222-222222222222';

async function list(collection: string) {
  lists.push(collection);
  const value = answers[collection] ?? [];
  if (value instanceof Error) throw value;
  return { value };
}

const readAround = (againSeconds = 0): Promise<void> =>
  readSurroundings(
    {
      pool: database.pool,
      arm: { list } as Partial<ArmPort> as ArmPort,
      kinds: { computes: computeKindsOf(kinds), machines: kinds.machines },
    },
    { againSeconds },
    new AbortController().signal,
  );

/** A cluster as it was observed. */
async function givenCluster(observed: object, state = 'SUCCEEDED'): Promise<string> {
  const workspace = await givenWorkspace(database.pool, `ws-${randomUUID().slice(0, 8)}`);
  const { resourceId } = await givenOperation(database.pool, { workspace });
  await see(resourceId, observed, state);
  return resourceId;
}

const see = (id: string, observed: object, state = 'SUCCEEDED') =>
  database.pool.query(
    `UPDATE resource SET observed = $2, provisioning_state = $3::"ProvisioningState" WHERE id = $1`,
    [id, JSON.stringify(observed), state],
  );

const resizing = { allocationState: 'RESIZING', currentNodeCount: 0, targetNodeCount: 0 };
const growing = { allocationState: 'STEADY', currentNodeCount: 1, targetNodeCount: 2 };
const steady = { allocationState: 'STEADY', currentNodeCount: 1, targetNodeCount: 1 };

async function unsettled(): Promise<unknown[]> {
  const { rows } = await database.pool.query<object>(
    'SELECT resource_id AS id, reason FROM unsettled_compute ORDER BY since',
  );
  return rows;
}

async function reading(what: string): Promise<unknown> {
  const { rows } = await database.pool.query(
    'SELECT body, error, read_at IS NOT NULL AS "isRead" FROM azure_reading WHERE what = $1',
    [what],
  );
  return rows[0];
}

const tellings = async (): Promise<unknown[]> => {
  const { rows } = await database.pool.query<{ id: string }>(
    `DELETE FROM outbox_event WHERE topic = 'resource.changed' AND operation_id IS NULL RETURNING resource_id AS id`,
  );
  return rows.map(({ id }) => id);
};

describe('reading what is around computes', () => {
  it('asks nothing while all is settled', async () => {
    await givenCluster(steady);
    await readAround();
    expect([lists, await unsettled()]).toEqual([[], []]);
  });

  it('lists the locks of a subscription once, for however many computes', async () => {
    const [one, two] = [await givenCluster(resizing), await givenCluster({}, 'DELETING')];
    await readAround();
    expect(lists).toEqual([locksOf]);
    expect(await unsettled()).toEqual(
      expect.arrayContaining([
        { id: one, reason: 'SHRINKING' },
        { id: two, reason: 'DELETING' },
      ]),
    );
  });

  it('also those of the subscription that its network is in', async () => {
    const subnetId = `/subscriptions/${networkSubscription.toUpperCase()}/resourceGroups/n/providers/a/b/c/d/e`;
    await givenCluster({ ...resizing, subnetId });
    await readAround();
    expect(lists).toEqual([locksOf, locksOf.replace(subscriptionForTests, networkSubscription)]);
  });

  it('reads what counts the nodes that are wanted, and sizes not again that day', async () => {
    const id = await givenCluster(growing);
    await database.pool.query(`UPDATE resource SET location = 'East US' WHERE id = $1`, [id]);
    answers[`${region}/vmSizes`] = [{ name: 'Standard_X', family: 'xFamily', vCPUs: 2 }];
    await readAround();
    await readAround();
    const often = [locksOf, `${region}/usages`];
    expect(lists).toEqual([...often, `${region}/vmSizes`, ...often]);
    expect(await reading('vm-sizes')).toMatchObject({
      body: { standard_x: { family: 'xFamily', vCpus: 2 } },
    });
  });

  it('reads usages anew once an operation failed for want of quota, whatever became of its compute', async () => {
    const id = await givenCluster(steady);
    await database.pool.query(`UPDATE resource SET location = 'East US' WHERE id = $1`, [id]);
    const fail = (code: string) =>
      database.pool.query(
        `UPDATE operation SET status = 'FAILED', completed_at = now(), due_at = NULL, error = $2 WHERE target_id = $1`,
        [id, JSON.stringify({ code, message: 'x', retry: 'LATER' })],
      );
    await fail('SOMETHING_ELSE');
    await readAround();
    expect(lists).toEqual([]);
    await fail('ClusterCoreQuotaReached');
    await readAround();
    await readAround();
    expect(lists).toEqual([`${region}/usages`]);
  });

  it('reads usages of a region that decisions want often, slowly once nobody asks, and then no more', async () => {
    const want = (wanted: string, read: string) =>
      database.pool.query(
        `INSERT INTO azure_reading (subscription_id, what, location, body, wanted_at, read_at, tried_at)
         VALUES ($1, 'usages', 'eastus', '[]', now() - $2::interval, now() - $3::interval, '-infinity')
         ON CONFLICT (subscription_id, what, location) DO UPDATE SET wanted_at = excluded.wanted_at, read_at = excluded.read_at`,
        [subscriptionForTests, wanted, read],
      );
    const isRead = async (wanted: string, read: string): Promise<boolean> => {
      await want(wanted, read);
      lists = [];
      await readAround();
      return lists.length > 0;
    };
    expect(await isRead('59 minutes', '1 minute')).toBe(true);
    expect(await isRead('61 minutes', '9 minutes')).toBe(false);
    expect(await isRead('61 minutes', '11 minutes')).toBe(true);
    expect(await isRead('8 days', '1 day')).toBe(false);
  });

  it('reads what counts them for those that failed for want of quota, for an hour', async () => {
    const id = await givenCluster(steady, 'FAILED');
    await readAround();
    expect(lists).toEqual([]);
    await database.pool.query('UPDATE resource SET provisioning_errors = $2 WHERE id = $1', [
      id,
      JSON.stringify([{ code: 'ClusterMinNodesExceedCoreQuota' }]),
    ]);
    await readAround();
    expect(lists).toEqual([`${region}/usages`, `${region}/vmSizes`]);
    await database.pool.query(`UPDATE unsettled_compute SET since = now() - interval '61 minutes'`);
    await readAround();
    expect(lists).toHaveLength(2);
  });

  it('keeps its distance, whoever asks', async () => {
    await givenCluster(resizing);
    await Promise.all([readAround(60), readAround(60), readAround(60)]);
    await readAround(60);
    expect(lists).toEqual([locksOf]);
  });

  it('counts since when, from the start for another reason, and forgets what has settled', async () => {
    const id = await givenCluster(resizing);
    await readAround();
    const aged = `UPDATE unsettled_compute SET since = now() - interval '1 hour'`;
    await database.pool.query(aged);
    await readAround();
    const isOld = async () => {
      const { rows } = await database.pool.query<{ old: boolean }>(
        `SELECT since < now() - interval '1 minute' AS old FROM unsettled_compute WHERE resource_id = $1`,
        [id],
      );
      return rows[0]?.old;
    };
    expect(await isOld()).toBe(true);
    await see(id, growing);
    await readAround();
    expect(await isOld()).toBe(false);
    await see(id, steady);
    await readAround();
    expect(await isOld()).toBeUndefined();
  });

  it('writes down what was refused beside the last answer, and goes on with the rest', async () => {
    await givenCluster(growing);
    const lock = { id: `${locksOf}/keep`, properties: { level: 'ReadOnly' } };
    answers[locksOf] = [lock];
    await readAround();
    answers[locksOf] = armError('refused');
    lists = [];
    await readAround();
    expect(lists).toEqual([locksOf, `${region}/usages`]);
    expect(await reading('locks')).toMatchObject({
      body: [{ level: 'ReadOnly' }],
      error: { code: 'refused', message: 'the fake says refused' },
      isRead: true,
    });
    answers[locksOf] = [];
    await readAround();
    expect(await reading('locks')).toEqual({ body: [], error: null, isRead: true });
  });

  it('tells of a compute where a reading says something new, and only then', async () => {
    const id = await givenCluster(resizing);
    await readAround();
    expect(await tellings()).toEqual([id]);
    await readAround();
    expect(await tellings()).toEqual([]);
    answers[locksOf] = armError('refused');
    await readAround();
    expect(await tellings()).toEqual([id]);
  });

  it('finds what is unsettled by an index', async () => {
    const client = await database.pool.connect();
    try {
      await client.query('BEGIN');
      await client.query('SET LOCAL enable_seqscan = off');
      const { rows } = await client.query<{ 'QUERY PLAN': string }>(
        `EXPLAIN SELECT id FROM resource r WHERE r.gone_at IS NULL AND (r.provisioning_state = 'DELETING'
          OR r.observed->>'allocationState' = 'RESIZING' OR r.observed->'targetNodeCount' > r.observed->'currentNodeCount')`,
      );
      await client.query('ROLLBACK');
      expect(rows.map((line) => line['QUERY PLAN']).join()).toContain('resource_unsettled');
    } finally {
      client.release();
    }
  });
});

describe('lists that a mutation asked for', () => {
  const note = (what: string, location: string) =>
    database.pool.query(
      `INSERT INTO azure_reading (what, subscription_id, location, tried_at) VALUES ($1, $2, $3, '-infinity')`,
      [what, subscriptionForTests, location],
    );
  const age = () =>
    database.pool.query(
      `UPDATE azure_reading SET tried_at = tried_at - interval '25 hours', read_at = read_at - interval '25 hours'`,
    );

  it('are read soon, and again every day', async () => {
    await note('vm-sizes', 'eastus');
    answers[`${region}/vmSizes`] = [
      { name: 'Standard_X', family: 'xFamily', vCPUs: 2, supportedComputeTypes: ['AmlCompute'] },
    ];
    await readAround();
    await readAround();
    expect(lists).toEqual([`${region}/vmSizes`]);
    expect(await reading('vm-sizes')).toMatchObject({
      body: { standard_x: { name: 'Standard_X', computeTypes: ['AmlCompute'], lowPriority: null } },
    });
    await age();
    await readAround();
    expect(lists).toHaveLength(2);
  });

  it('are read once where Azure has them not', async () => {
    await note('vm-sizes', 'nowhere');
    answers[`${region.replace('eastus', 'nowhere')}/vmSizes`] = armError('refused');
    await readAround();
    await age();
    await readAround();
    expect(lists).toHaveLength(1);
  });
});

describe('reading at once for whoever looks', () => {
  const usagesOf = (location: string) =>
    `${provider}/Microsoft.MachineLearningServices/locations/${location}/usages`;
  const renew = (location: string) =>
    renewReading(
      { pool: database.pool, arm: { list } as Partial<ArmPort> as ArmPort },
      { what: 'usages', subscriptionId: subscriptionForTests, location },
      2,
      new AbortController().signal,
    );
  const note = (location: string, tried: string) =>
    database.pool.query(
      `INSERT INTO azure_reading (what, subscription_id, location, tried_at) VALUES ('usages', $1, $2, ${tried})`,
      [subscriptionForTests, location],
    );

  it('asks a region that fails no more often than others', async () => {
    await note('eastus', `'-infinity'`);
    answers[usagesOf('eastus')] = armError('refused');
    expect(await renew('eastus')).toBeDefined();
    expect(await renew('eastus')).toBeUndefined();
    expect(lists).toEqual([usagesOf('eastus')]);
    await database.pool.query(`UPDATE azure_reading SET tried_at = now() - interval '3 seconds'`);
    await renew('eastus');
    expect(lists).toHaveLength(2);
  });

  it('asks no more of a subscription than Azure answers, whatever regions are named', async () => {
    await note('eastus', `'-infinity'`);
    for (let at = 0; at < 60; at += 1) await note(`region${at}`, 'now()');
    await renew('eastus');
    expect(lists).toEqual([]);
    await database.pool.query(
      `UPDATE azure_reading SET tried_at = now() - interval '11 seconds' WHERE location = 'region0'`,
    );
    await renew('eastus');
    expect(lists).toEqual([usagesOf('eastus')]);
  });
});
