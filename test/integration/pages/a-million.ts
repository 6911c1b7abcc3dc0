import type pg from 'pg';

/** What one holds of a million resources, by the number of its team. */
export const teamId = (number: number): string =>
  `0190000000007000800${String(number).padStart(13, '0')}`.replace(
    /^(.{8})(.{4})(.{4})(.{4})(.{12})$/,
    '$1-$2-$3-$4-$5',
  );

/** Team 1 has half of them, teams 2 to 49 share the others, team 50 has twenty. */
const teamOf = `CASE WHEN n % 50000 = 7 THEN 50 WHEN n % 2 = 0 THEN 1 ELSE 2 + n % 48 END`;
const kindOf = `CASE WHEN n % 1000 = 7 THEN 'KUBERNETES_COMPUTE' WHEN n % 50 = 7 THEN 'COMPUTE_INSTANCE' ELSE 'COMPUTE_CLUSTER' END`;
const idOf = (row: string): string =>
  `('0190000000007001800' || lpad(${row}::text, 13, '0'))::uuid`;

/**
 * A million computes of fifty teams; of the 20,000 latest, a tag and an operation. The indexes are made after the rows,
 * which takes half the time.
 */
export async function fillWithAMillion(owner: pg.Client): Promise<void> {
  const { rows: indexes } = await owner.query<{ name: string; definition: string }>(
    `SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS definition
    FROM pg_index i WHERE i.indrelid = 'resource'::regclass AND NOT i.indisprimary`,
  );
  await owner.query('SET session_replication_role = replica');
  for (const { name } of indexes) await owner.query(`DROP INDEX ${name}`);
  await owner.query(`INSERT INTO team (id, name, cost_center)
    SELECT ('0190000000007000800' || lpad(n::text, 13, '0'))::uuid, 'team-' || n, 'cc' FROM generate_series(1, 50) n`);
  await owner.query(`INSERT INTO resource (id, kind, team_id, name, arm_id, arm_id_key, subscription_id, location,
      provisioning_state, raw_provisioning_state, desired)
    SELECT ${idOf('n')}, ${kindOf}, ('0190000000007000800' || lpad((${teamOf})::text, 13, '0'))::uuid, 'c' || n, '/c/' || n,
      '/c/' || n, 's', 'eastus', 'SUCCEEDED', 'Succeeded', '{}'
    FROM generate_series(1, 1000000) n`);
  for (const { definition } of indexes) await owner.query(definition);
  await owner.query(`INSERT INTO cost_tag (resource_id, key, value, source)
    SELECT ${idOf('n')}, 'owner', 'o', 'REQUEST' FROM generate_series(980001, 1000000) n`);
  await owner.query(`INSERT INTO operation (kind, status, target_id, target_name, team_id, requested_by_id, channel, request_id)
    SELECT 'COMPUTE_CLUSTER_CREATE', 'SUCCEEDED', id, name, team_id, '00000000-0000-7000-8000-000000000001', 'graphql', 'r'
    FROM resource ORDER BY id DESC LIMIT 20000`);
  await owner.query('VACUUM ANALYZE');
}
