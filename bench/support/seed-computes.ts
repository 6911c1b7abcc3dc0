import type pg from 'pg';
import { kinds } from '#libs/kinds';
import { noIdentity, systemIdentity, type ObservedIdentity } from '#libs/resources';
import type { ComputeClusterDesired, ComputeClusterObserved } from '#libs/kinds/compute-clusters';
import type { WorkspaceDesired } from '#libs/kinds/workspaces';
import { withClient } from '../../apps/launcher/src/postgres/prepare-database.js';

const group = `/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/bench`;
const provider = `${group}/providers/Microsoft`;

const workspace: WorkspaceDesired = {
  location: 'eastus',
  friendlyName: null,
  description: null,
  storageAccountId: `${provider}.Storage/storageAccounts/bench`,
  keyVaultId: `${provider}.KeyVault/vaults/bench`,
  applicationInsightsId: null,
  containerRegistryId: null,
  identity: noIdentity,
};

const cluster: ComputeClusterDesired = {
  location: 'eastus',
  description: null,
  vmSize: 'STANDARD_D3_V2',
  vmPriority: 'DEDICATED',
  scale: {
    minNodeCount: 0,
    maxNodeCount: 4,
    nodeIdleTimeBeforeScaleDown: 'PT120S',
  },
  identity: systemIdentity,
  subnetId: null,
  ssh: null,
  enableNodePublicIp: true,
  isolatedNetwork: false,
};

const assigned: ObservedIdentity = {
  ...systemIdentity,
  principalId: '22222222-2222-4222-8222-222222222222',
  defaultIdentity: 'SystemAssigned',
};

const observed: ComputeClusterObserved = {
  ...cluster,
  ssh: null,
  identity: assigned,
  allocationState: 'STEADY',
  allocationStateSince: '2026-01-01T00:00:00.000Z',
  currentNodeCount: 2,
  targetNodeCount: 2,
  tags: null,
  nodeCounts: {
    idle: 1,
    running: 1,
    preparing: 0,
    unusable: 0,
    leaving: 0,
    preempted: 0,
  },
};

const columns = `kind, team_id, parent_id, name, arm_id, arm_id_key, subscription_id, location, provisioning_state,
  raw_provisioning_state, desired, observed, vm_size_key, created_by_id`;

const statements: [string, unknown[]][] = [
  [
    `INSERT INTO team (name, cost_center) SELECT 'team-' || n, 'cc-' || n FROM generate_series(1, 50) n`,
    [],
  ],
  [
    `INSERT INTO resource (${columns})
      SELECT 'RESOURCE_GROUP', t.id, NULL, 'bench-' || t.name, '${group}-' || t.name, lower('${group}-' || t.name), $1, 'eastus',
        'SUCCEEDED', 'Succeeded', '{"location": "eastus"}', '{}', NULL, '00000000-0000-7000-8000-000000000001'
      FROM team t WHERE t.name LIKE 'team-%'`,
    ['11111111-1111-4111-8111-111111111111'],
  ],
  [
    `INSERT INTO resource (${columns})
      SELECT 'WORKSPACE', g.team_id, g.id, g.name || '-' || n, w.arm_id, lower(w.arm_id), g.subscription_id, 'eastus',
        'SUCCEEDED', 'Succeeded', $1, $2, NULL, g.created_by_id
      FROM resource g, generate_series(1, 2) n,
        LATERAL (SELECT g.arm_id || '/providers/Microsoft.MachineLearningServices/workspaces/' || g.name || '-' || n AS arm_id) w
      WHERE g.kind = 'RESOURCE_GROUP'`,
    [JSON.stringify(workspace), JSON.stringify({ ...workspace, identity: assigned, tags: null })],
  ],
  [
    `INSERT INTO resource (${columns})
      SELECT 'COMPUTE_CLUSTER', w.team_id, w.id, c.name, c.arm_id, lower(c.arm_id), w.subscription_id, 'eastus',
        (CASE WHEN n % 50 = 0 THEN 'FAILED' ELSE 'SUCCEEDED' END)::"ProvisioningState",
        CASE WHEN n % 50 = 0 THEN 'Failed' ELSE 'Succeeded' END, $1::jsonb || size.rare, $2::jsonb || size.rare,
        CASE WHEN n % 500 = 0 THEN 'standard_nc6' ELSE 'standard_d3_v2' END, w.created_by_id
      FROM generate_series(1, $3::integer / 100) n, resource w,
        LATERAL (SELECT CASE WHEN n % 500 = 0 THEN '{"vmSize": "STANDARD_NC6"}' ELSE '{}' END::jsonb AS rare) size,
        LATERAL (SELECT 'cluster-' || n AS name, w.arm_id || '/computes/cluster-' || n AS arm_id) c
      WHERE w.kind = 'WORKSPACE'`,
    [JSON.stringify(cluster), JSON.stringify(observed)],
  ],
  [
    `INSERT INTO cost_tag (resource_id, key, value, source)
      SELECT r.id, tag.key, tag.value, tag.source::"CostTagSource" FROM resource r JOIN team t ON t.id = r.team_id,
        LATERAL (VALUES ('costCenter', t.cost_center, 'TEAM_DEFAULT'), ('owner', 'owner-' || hashtext(r.id::text) % 1000, 'REQUEST'),
          ('environment', 'production', 'TEAM_DEFAULT')) AS tag (key, value, source)
      WHERE r.kind = 'COMPUTE_CLUSTER'`,
    [],
  ],
  [
    `INSERT INTO operation (kind, status, target_id, target_name, team_id, requested_by_id, current_step, channel, request_id,
        started_at, completed_at)
      SELECT 'COMPUTE_CLUSTER_CREATE', 'SUCCEEDED', r.id, r.name, r.team_id, r.created_by_id, 3, 'graphql', 'bench', now(), now()
      FROM resource r WHERE r.kind = 'COMPUTE_CLUSTER'`,
    [],
  ],
  [
    `INSERT INTO operation_step (operation_id, position, name, status, attempt, started_at, completed_at)
      SELECT o.id, s.position - 1, s.name, 'SUCCEEDED', 1, now(), now()
      FROM operation o, unnest($1::text[]) WITH ORDINALITY AS s (name, position)`,
    [kinds.operation('COMPUTE_CLUSTER_CREATE').steps.map(({ name }) => name)],
  ],
  ['ANALYZE', []],
];

/** Fills an empty database with `count` clusters in 100 workspaces of 50 teams: three cost tags and one operation each. */
export const seedComputes = (adminUrl: string, count: number): Promise<void> =>
  withClient(adminUrl, async (client: pg.Client) => {
    // Foreign keys are not checked row by row: this is what one of our own dumps would do too.
    await client.query('SET session_replication_role = replica');
    for (const [text, values] of statements)
      await client.query(text, text.includes('$3') ? [...values, count] : values);
    await client.query('VACUUM ANALYZE');
  });
