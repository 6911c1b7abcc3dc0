import type pg from 'pg';
import { afterAll, beforeAll, inject } from 'vitest';
import { withClient } from '../../../apps/launcher/src/postgres/prepare-database.js';
import { createTestDatabase, openTestDatabase, type TestDatabase } from '../../support/database.js';

const uuid = (digits: string): string =>
  digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
const numbered = (prefix: string, number: number): string =>
  uuid(prefix + String(number).padStart(13, '0'));

/** Of one of the fifty teams. */
export const teamId = (number: number): string => numbered('0190000000007000800', number);
/** Of one of the two hundred workspaces. */
export const workspaceId = (number: number): string => numbered('0190000000007000900', number);
/** Of one of the twenty who asked. */
export const principalId = (number: number): string => numbered('0190000000007000a00', number);

const first = Date.UTC(2026, 0, 1);
const stepMs = 30_000;

/** One of the hundred Azure subscriptions, of which the first has half of what was listed. */
export const subscriptionOf = (number: number): string => numbered('0190000000007000b00', number);

/** When a compute was made: one after the other, in 347 days. */
export const madeAt = (number: number): Date => new Date(first + number * stepMs);

/** Of one of the million computes. */
export const computeId = (number: number): string =>
  uuid(
    madeAt(number).getTime().toString(16).padStart(12, '0') +
      '70018' +
      String(number).padStart(15, '0'),
  );

const sqlId = (prefix: string, number: string): string =>
  `('${prefix}' || lpad((${number})::text, 13, '0'))::uuid`;
const timeOf = (n: string): string => `(${first} + ${n}::bigint * ${stepMs})`;
const idOf = (n: string): string =>
  `(lpad(to_hex(${timeOf(n)}), 12, '0') || '70018' || lpad(${n}::text, 15, '0'))::uuid`;
/** Each has one of its own, and the newest ones not the last in the alphabet: by a prime. */
const nameOf = `'c' || n::bigint * 7919 % 1000003`;
const createdAt = `to_timestamp(${timeOf('n')} / 1000.0)`;

/** Team 1 has half of them, teams 2 to 49 share the others, team 50 has twenty. */
const teamOf = `CASE WHEN n % 50000 = 7 THEN 50 WHEN n % 2 = 0 THEN 1 ELSE 2 + n % 48 END`;

/** Of `many` values the same one for a compute each time, whatever it is of others. */
const chance = (of: number, many: number): string =>
  `((hashint8(n::bigint * 100 + ${of}) & 2147483647) % ${many})`;
const kindOf = `CASE WHEN ${chance(1, 1000)} = 0 THEN 'KUBERNETES_COMPUTE' WHEN ${chance(2, 50)} = 0 THEN 'COMPUTE_INSTANCE'
  ELSE 'COMPUTE_CLUSTER' END`;
const failed = chance(3, 40);
const stateOf = `(CASE WHEN ${failed} = 0 THEN 'FAILED' WHEN ${chance(4, 9000)} = 0 THEN 'DELETING' ELSE 'SUCCEEDED' END)::"ProvisioningState"`;
const locationOf = `CASE WHEN ${chance(5, 7000)} = 0 THEN 'uksouth' WHEN ${chance(6, 10)} < 6 THEN 'eastus' ELSE 'West Europe' END`;
const sizeOf = `CASE WHEN ${chance(7, 600)} = 0 THEN 'standard_nc6' ELSE 'standard_d3_v2' END`;
const observedOf = `CASE WHEN ${chance(2, 50)} = 0 THEN jsonb_build_object('state',
  CASE WHEN ${chance(8, 70)} = 0 THEN 'UNUSABLE' WHEN ${chance(9, 2)} = 0 THEN 'STOPPED' ELSE 'RUNNING' END) END`;
const changedAt = `CASE WHEN ${chance(10, 90)} = 0 THEN to_timestamp((${timeOf('1000000')} - n) / 1000.0) ELSE ${createdAt} END`;

const columns = `id, kind, team_id, parent_id, name, arm_id, arm_id_key, subscription_id, location, provisioning_state,
  raw_provisioning_state, desired, observed, vm_size_key, created_by_id, created_at, changed_at`;

/** Of what was listed: one in fifty a group, one in three claimed by now. */
const isGroup = `${chance(21, 50)} = 0`;
const listedIn = `CASE WHEN ${chance(22, 2)} = 0 THEN 1 ELSE 2 + ${chance(23, 99)} END`;
const listedKey = `CASE WHEN ${chance(24, 3)} = 0 THEN '/c/' || n ELSE '/listed/' || n END`;

/** The million as they were written, each with its number: to read it costs less than to work out again what it says. */
const numberedComputes = `(SELECT *, substr(arm_id, 4)::bigint AS n FROM resource WHERE arm_id LIKE '/c/%') computes`;

const rows: readonly string[] = [
  `INSERT INTO team (id, name, cost_center)
    SELECT ${sqlId('0190000000007000800', 'n')}, 'team-' || n, 'cc' FROM generate_series(1, 50) n`,
  `INSERT INTO principal (id, kind, display_name)
    SELECT ${sqlId('0190000000007000a00', 'n')}, 'BOT', 'bot-' || n FROM generate_series(1, 20) n`,
  `INSERT INTO resource (${columns})
    SELECT ${sqlId('0190000000007000900', 'n')}, 'WORKSPACE', ${sqlId('0190000000007000800', '1 + n % 50')}, NULL, 'w' || n,
      '/w/' || n, '/w/' || n, 's', 'eastus', 'SUCCEEDED', 'Succeeded', '{}', NULL, NULL, NULL, now(), now()
    FROM generate_series(1, 200) n`,
  `INSERT INTO resource (${columns})
    SELECT ${idOf('n')}, ${kindOf}, ${sqlId('0190000000007000800', teamOf)},
      ${sqlId('0190000000007000900', `1 + ${chance(11, 200)}`)}, ${nameOf}, '/c/' || n, '/c/' || n, 's', ${locationOf}, ${stateOf},
      '', '{}', ${observedOf}, ${sizeOf}, ${sqlId('0190000000007000a00', `1 + ${chance(12, 20)}`)}, ${createdAt}, ${changedAt}
    FROM generate_series(1, 1000000) n`,
  `INSERT INTO resource (${columns})
    SELECT ${sqlId('0190000000007000c00', 'n')}, 'RESOURCE_GROUP', ${sqlId('0190000000007000800', '1 + n % 50')}, NULL, 'g' || n,
      '/g/' || n, '/g/' || n, 's', 'eastus', 'SUCCEEDED', 'Succeeded', '{}', '{}', NULL, NULL, now(), now()
    FROM generate_series(1, 1000) n`,
  `INSERT INTO resource (${columns})
    SELECT ${sqlId('0190000000007000d00', 'n')}, 'AZURE_SUBSCRIPTION', ${sqlId('0190000000007000800', '1 + n % 50')}, NULL, 's' || n,
      '/s/' || n, '/s/' || n, ${sqlId('0190000000007000b00', 'n')}::text, 'eastus', 'SUCCEEDED', 'Succeeded', '{}', '{}', NULL, NULL,
      now(), now()
    FROM generate_series(1, 100) n`,
  `INSERT INTO listed_resource (id, subscription_id, kind, name, arm_id, arm_id_key, group_key, location, raw_state, observed,
      found_at, listed_at)
    SELECT ${idOf('n')}, ${sqlId('0190000000007000b00', listedIn)}::text,
      CASE WHEN ${isGroup} THEN 'RESOURCE_GROUP' ELSE 'WORKSPACE' END, ${nameOf}, ${listedKey}, ${listedKey},
      CASE WHEN ${isGroup} THEN ${listedKey} ELSE '/g/' || (1 + ${chance(25, 5000)}) END, ${locationOf}, 'Succeeded', '{}', ${createdAt},
      now()
    FROM generate_series(1, 300000) n`,
  `INSERT INTO cost_tag (resource_id, key, value, source)
    SELECT id, tag.key, tag.value, 'REQUEST' FROM ${numberedComputes}, LATERAL (
      SELECT 'owner' AS key, 'owner-' || ${chance(13, 1000)} AS value WHERE ${chance(14, 100)} > 0
      UNION ALL SELECT 'Project', 'project-' || ${chance(15, 3)} WHERE ${chance(16, 20)} = 0) tag`,
  `INSERT INTO operation (id, kind, status, target_id, target_name, team_id, requested_by_id, channel, request_id, created_at,
      completed_at)
    SELECT id, CASE WHEN ${chance(17, 300)} = 0 THEN 'COMPUTE_CLUSTER_DELETE' ELSE 'COMPUTE_CLUSTER_CREATE' END,
      (CASE WHEN ${failed} = 0 THEN 'FAILED' WHEN ${chance(4, 9000)} = 0 THEN 'CANCELED' ELSE 'SUCCEEDED' END)::"OperationStatus", id,
      name, team_id, created_by_id, 'graphql', 'r', created_at, created_at + interval '5 minutes'
    FROM ${numberedComputes}`,
];

/**
 * Fills an empty database. The indexes are made after the rows, which takes half the time; and what is truncated and filled in
 * one transaction needs no log.
 */
async function fill(owner: pg.Client): Promise<void> {
  const { rows: indexes } = await owner.query<{ name: string; definition: string }>(
    `SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS definition
    FROM pg_index i WHERE i.indrelid = ANY ('{resource,operation,cost_tag,listed_resource}'::regclass[]) AND NOT i.indisprimary`,
  );
  await owner.query(`SET session_replication_role = replica; SET maintenance_work_mem = '256MB'`);
  await owner.query('BEGIN; TRUNCATE resource, operation, cost_tag CASCADE');
  for (const { name } of indexes) await owner.query(`DROP INDEX ${name}`);
  for (const text of rows) await owner.query(text);
  for (const { definition } of indexes) await owner.query(definition);
  await owner.query('COMMIT');
  await owner.query('VACUUM ANALYZE');
}

const name = 'a_million';

/**
 * A database with a million computes of fifty teams, a tag and an operation of each, and what was listed in a hundred Azure
 * subscriptions. It is made once in a run of the tests, by
 * whichever spec comes first, and nobody writes to it.
 */
async function openMillion(): Promise<TestDatabase> {
  const server = inject('postgres');
  return withClient(server.adminUrl, async (admin) => {
    await admin.query(`SELECT pg_advisory_lock(hashtext('${name}'))`);
    const { rows: there } = await admin.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (there.length === 0) {
      const database = await createTestDatabase(server);
      await database.close();
      await withClient(database.adminUrl, fill);
      await admin.query(`ALTER DATABASE ${database.name} RENAME TO ${name}`);
    }
    return openTestDatabase(server, name);
  });
}

/** The same, with a connection, for the tests of a spec. */
export function useMillion() {
  const million = {} as { database: TestDatabase; client: pg.PoolClient };
  beforeAll(async () => {
    million.database = await openMillion();
    million.client = await million.database.pool.connect();
  }, 240_000);
  afterAll(async () => {
    million.client.release();
    await million.database.close();
  });
  return million;
}
