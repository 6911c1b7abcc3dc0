import { afterAll, beforeAll, expect, it } from 'vitest';
import { withClient } from '../../../apps/launcher/src/postgres/prepare-database.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { FakeKubernetesArm } from '../../../test/support/fake-kubernetes-arm.js';
import { givenConnectedCluster } from '../../../test/support/kubernetes.js';
import { subscriptionForTests } from '../../../test/support/engine.js';
import { rowsRead } from '../../../test/support/rows-read.js';
import {
  writeFound,
  writeUnlistedGone,
  type FoundResource,
} from './observe-connected-clusters.repository.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** The database's clock so many minutes ago, as it writes it. */
async function minutesAgo(minutes: number): Promise<string> {
  const { rows } = await database.pool.query<{ at: string }>(
    `SELECT (now() - $1 * interval '1 minute')::text AS at`,
    [minutes],
  );
  return rows[0]!.at;
}

it.each([
  [
    'stays that was seen while a list was under way that lacks it, however long that took',
    2,
    5,
    false,
  ],
  ['stays that was seen just before the list, which may be behind', 0.5, 0, false],
  ['is gone that was seen before, and is listed no more', 2, 1, true],
])('a cluster %s', async (_, seen, listed, isGone) => {
  const { clusterArmId } = await givenConnectedCluster(database.pool, new FakeKubernetesArm());
  const key = clusterArmId.toLowerCase();
  await database.pool.query('UPDATE resource SET observed_at = $2 WHERE arm_id_key = $1', [
    key,
    await minutesAgo(seen),
  ]);
  const all = {
    ...({ kind: 'CONNECTED_CLUSTER', subscriptionId: subscriptionForTests } as const),
    type: 'Microsoft.Kubernetes/connectedClusters',
  };
  await writeUnlistedGone(database.pool, {
    ...all,
    presentKeys: [],
    listedFrom: await minutesAgo(listed),
  });
  const { rows } = await database.pool.query(
    'SELECT gone_at IS NOT NULL AS gone FROM resource WHERE arm_id_key = $1',
    [key],
  );
  expect(rows).toEqual([{ gone: isGone }]);
});

const rowsOf = async (name: string): Promise<number> =>
  (await database.pool.query('SELECT FROM resource WHERE name = $1', [name])).rowCount ?? NaN;

it('a cluster that is gone is made anew once no list can be as old, and of what is long gone nothing is read', async () => {
  const { clusterArmId, teamId } = await givenConnectedCluster(
    database.pool,
    new FakeKubernetesArm(),
  );
  // The owner's statements may take as long as they do.
  await withClient(database.migrationUrl, async (owner) => {
    await owner.query(
      `INSERT INTO resource (kind, team_id, name, arm_id, arm_id_key, subscription_id, location, provisioning_state,
        raw_provisioning_state, desired, gone_at)
      SELECT 'CONNECTED_CLUSTER', $1, n::text, n::text, n::text, 'x', 'x', 'DELETING', 'x', '{}', now() - interval '1 day'
      FROM generate_series(1, 5000) AS n`,
      [teamId],
    );
    await owner.query('ANALYZE resource');
  });
  const group = clusterArmId.split('/providers/')[0]!.toLowerCase();
  const found: FoundResource = {
    kind: 'CONNECTED_CLUSTER',
    name: 'again',
    armId: `${group}/again`,
    parentKey: group,
    armIdKey: `${group}/again`,
    location: '',
    state: 'SUCCEEDED',
    raw: 'Succeeded',
    errors: [],
    observed: {},
    desired: {},
  };
  const find = () => rowsRead(database.url, 'resource', (pool) => writeFound(pool, [found]));
  const goneFor = (interval: string) =>
    database.pool.query(`UPDATE resource SET gone_at = now() - $1::interval WHERE name = 'again'`, [
      interval,
    ]);
  await find();
  await goneFor('1 minute');
  await find();
  expect(await rowsOf('again')).toBe(1);
  await goneFor('3 minutes');
  expect(await find()).toBeLessThan(100);
  expect(await rowsOf('again')).toBe(2);
});
