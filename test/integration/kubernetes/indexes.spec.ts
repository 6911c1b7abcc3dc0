import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findByArmIds } from '../../../apps/api/src/reads/resources/find-by-arm-ids.repository.js';
import { readResources } from '../../../apps/api/src/reads/resources/read-resources.repository.js';
import { withClient } from '../../../apps/launcher/src/postgres/prepare-database.js';
import { readAttachments } from '../../../libs/kinds/connected-clusters/attachments.repository.js';
import { readConnectedCluster } from '../../../libs/kinds/connected-clusters/connected-cluster.repository.js';
import type { Sql } from '#libs/database';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  // The product's own connections give up on a statement that takes as long as this may.
  await withClient(database.migrationUrl, async (owner) => {
    await fill(owner);
    await owner.query('ANALYZE resource');
  });
}, 120_000);
afterAll(() => database.drop());

/** 100,000 resources: 2,000 clusters of which 20 are offline, the rest attached computes, 49 to a cluster. */
async function fill(owner: pg.Client): Promise<void> {
  await owner.query(`
    WITH t AS (INSERT INTO team (name, cost_center) VALUES ('many', 'cc') RETURNING id),
    c AS (
      INSERT INTO resource (id, kind, team_id, name, arm_id, arm_id_key, subscription_id, location,
        provisioning_state, raw_provisioning_state, desired, observed)
      SELECT ('0190000000007000800' || lpad(n::text, 13, '0'))::uuid, 'CONNECTED_CLUSTER', t.id, 'c' || n, '/c/' || n, '/c/' || n, 's',
        'eastus', 'SUCCEEDED', 'Succeeded', '{}',
        jsonb_build_object('connectivityStatus', CASE WHEN n % 100 = 0 THEN 'OFFLINE' ELSE 'CONNECTED' END)
      FROM t, generate_series(1, 2000) n RETURNING id, team_id)
    INSERT INTO resource (kind, team_id, name, arm_id, arm_id_key, subscription_id, location, provisioning_state,
      raw_provisioning_state, desired)
    SELECT 'KUBERNETES_COMPUTE', c.team_id, 'k' || n, '/k/' || c.id || n, '/k/' || c.id || n, 's', 'eastus',
      'SUCCEEDED', 'Succeeded', jsonb_build_object('clusterId', c.id)
    FROM c, generate_series(1, 49) n`);
}

/** Answers plans instead of rows, as one text. */
function planner(pool: pg.Pool) {
  const plans: string[] = [];
  const sql = {
    query: async (query: string | { text: string; values?: unknown[] }, values?: unknown[]) => {
      const asked = typeof query === 'string' ? { text: query, values } : query;
      const { rows } = await pool.query<Record<string, string>>(
        `EXPLAIN (COSTS OFF) ${asked.text}`,
        asked.values,
      );
      plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'));
      return { rows: [], rowCount: 0 };
    },
  } as unknown as Sql;
  return { sql, plan: () => plans.join('\n') };
}

describe('among 100,000 resources', () => {
  const clusterId = '01900000-0000-7000-8000-000000000007';

  it('who is attached through a cluster is found by an index', async () => {
    const { sql, plan } = planner(database.pool);
    await readAttachments(sql, clusterId);
    await readConnectedCluster(sql, { armIdKey: '/c/7' });
    expect(plan().match(/resource_attached_cluster/g)).toHaveLength(2);
    expect(plan()).not.toContain('Seq Scan on resource');
    expect(await readAttachments(database.pool, clusterId)).toHaveLength(49);
  });

  it('what ARM ids name is found by an index, be it gone', async () => {
    const { rows: teams } = await database.pool.query<{ id: string }>('SELECT id FROM team');
    const visible = teams.map(({ id }) => id);
    const find = (sql: Sql) => findByArmIds(sql, visible, ['CONNECTED_CLUSTER'], ['/c/7', '/c/8']);
    const { sql, plan } = planner(database.pool);
    await find(sql);
    expect(plan()).toContain('resource_arm_id_key_present');
    expect(plan()).toContain('resource_arm_id_key_gone');
    expect(plan()).not.toContain('Seq Scan on resource');
    expect([...(await find(database.pool)).keys()]).toEqual(['/c/7', '/c/8']);
  });

  it.each(['all', 'team'])(
    'clusters that are offline are found by an index, of %s',
    async (who) => {
      const { rows: teams } = await database.pool.query<{ id: string }>('SELECT id FROM team');
      const visible = who === 'all' ? 'all' : teams.map(({ id }) => id);
      const query = {
        visible,
        kinds: ['CONNECTED_CLUSTER'],
        connectivityStatus: 'OFFLINE',
      } as const;
      const { sql, plan } = planner(database.pool);
      await readResources(sql, query, { first: 50 });
      expect(plan()).toContain('resource_connectivity');
      const { rows } = await readResources(database.pool, query, { first: 50 });
      expect(rows).toHaveLength(20);
    },
  );
});
