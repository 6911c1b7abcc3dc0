import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { FakeKubernetesArm } from '../../test/support/fake-kubernetes-arm.js';
import { givenConnectedCluster } from '../../test/support/kubernetes.js';
import { subscriptionForTests } from '../../test/support/engine.js';
import { writeGone } from './observe-clusters.repository.js';

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
  await writeGone(database.pool, all, [], await minutesAgo(listed));
  const { rows } = await database.pool.query(
    'SELECT gone_at IS NOT NULL AS gone FROM resource WHERE arm_id_key = $1',
    [key],
  );
  expect(rows).toEqual([{ gone: isGone }]);
});
