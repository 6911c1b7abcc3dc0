import type pg from 'pg';
import autocannon from 'autocannon';
import { createComputeCluster } from '#libs/kinds/compute-clusters';
import { openDatabase } from '#libs/database';
import { kinds } from '#libs/kinds';
import type { SubmitDeps } from '#libs/operations';
import { createAuthenticator } from '#libs/tenants';
import { globalId, perform, type RequestContext } from '#libs/verbs';
import { findEntry } from '../../apps/launcher/src/system/find-entry.js';
import type { Finding } from '../support/finding.js';
import { makeMemberKey } from '../support/make-member-key.js';
import { race } from '../support/race.js';
import { seedComputes } from '../support/seed-computes.js';
import { startBenchDatabase } from '../support/start-bench-database.js';
import { startContestant } from '../support/start-contestant.js';

const atOnce = 50;
const turns = { warmUps: 1, rounds: 3 };
const seconds = 3;

/** How often `work` is done in a second by `atOnce` loops. */
async function doneInASecond(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  let done = 0;
  const loop = async () => {
    for (; performance.now() - start < seconds * 1_000; done++) await work();
  };
  await Promise.all(Array.from({ length: atOnce }, loop));
  return done / ((performance.now() - start) / 1_000);
}

/** A creation asks nothing of Azure. */
const unasked = async (): Promise<never> => {
  throw new Error('Azure was asked');
};

let names = 0;
const next = (ids: readonly string[]): string => ids[names % ids.length] ?? '';
const input = (workspaceId: string) => ({
  workspaceId,
  name: `bench${names++}`,
  vmSize: 'STANDARD_D3_V2',
  scale: {
    minNodeCount: 0,
    maxNodeCount: 4,
    nodeIdleTimeBeforeScaleDown: 'PT120S',
  },
  costTags: [
    {
      key: 'owner',
      value: 'bench',
    },
    {
      key: 'environment',
      value: 'bench',
    },
  ],
});

/** A mutation without its HTTP: parsed, authorised, checked, accepted with steps, tags, audit row and outbox rows. */
function ours(pool: pg.Pool, context: RequestContext, workspaceIds: readonly string[]) {
  const deps: SubmitDeps = {
    pool,
    kinds,
    arm: { get: unasked, list: unasked, post: unasked },
    requiredCostTags: ['costCenter', 'owner', 'environment'],
  };
  const globalIds = workspaceIds.map((id) => globalId('Workspace', id));
  return async () => {
    const asked = input(next(globalIds));
    const answer = await perform(createComputeCluster, deps, context, asked, unasked);
    if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  };
}

/** The floor: begin, three inserts, commit, and not a question asked. */
function floor(pool: pg.Pool, workspaceIds: readonly string[], principalId: string) {
  const resource = `INSERT INTO resource (kind, team_id, parent_id, name, arm_id, arm_id_key, subscription_id, location,
      provisioning_state, raw_provisioning_state, desired, created_by_id)
    SELECT 'COMPUTE_CLUSTER', team_id, id, $2, arm_id || '/computes/' || $2, lower(arm_id) || '/computes/' || $2, subscription_id,
      location, 'CREATING', 'Creating', $3, $4 FROM resource WHERE id = $1 RETURNING id, team_id`;
  const operation = `INSERT INTO operation (kind, status, target_id, target_name, team_id, requested_by_id, channel, request_id)
    VALUES ('COMPUTE_CLUSTER_CREATE', 'QUEUED', $1, $2, $3, $4, 'graphql', 'bench') RETURNING id`;
  const outbox = `INSERT INTO outbox_event (topic, operation_id, resource_id, team_id) VALUES ('operation.due', $1, $2, $3)`;
  return async () => {
    const workspaceId = next(workspaceIds);
    const { name, ...desired } = input(workspaceId);
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      const made = await client.query<{ id: string; team_id: string }>({
        name: 'resource',
        text: resource,
        values: [workspaceId, name, JSON.stringify(desired), principalId],
      });
      const [{ id, team_id: teamId } = { id: '', team_id: '' }] = made.rows;
      const values = [id, name, teamId, principalId];
      const asked = await client.query<{ id: string }>({
        name: 'operation',
        text: operation,
        values,
      });
      await client.query({ name: 'outbox', text: outbox, values: [asked.rows[0]?.id, id, teamId] });
      await client.query('COMMIT');
    } finally {
      client.release();
    }
  };
}

const mutation = `mutation ($input: CreateComputeClusterInput!) { createComputeCluster(input: $input) {
  operation { id status } userErrors { code message } } }`;

/** Mutations accepted in a second by the API, 50 at once. Throws where one is refused. */
export async function acceptedOverHttp(
  url: string,
  key: string,
  workspaceIds: readonly string[],
): Promise<number> {
  const globalIds = workspaceIds.map((id) => globalId('Workspace', id));
  const result = await autocannon({
    url,
    connections: atOnce,
    duration: seconds,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${key}`,
    },
    requests: [
      {
        setupRequest: (request) => ({
          ...request,
          body: JSON.stringify({
            query: mutation,
            variables: { input: input(next(globalIds)) },
          }),
        }),
      },
    ],
    verifyBody: (body) => String(body).includes('"QUEUED"'),
  });
  if (result.non2xx + result.errors + result.mismatches > 0)
    throw new Error('a mutation was refused');
  return result['2xx'] / result.duration;
}

/** Mutations accepted in a second, durable, 50 at once, for a member of one team of fifty, in its two workspaces. */
export async function measureAcceptance(): Promise<Finding[]> {
  await using stack = new AsyncDisposableStack();
  const server = stack.adopt(await startBenchDatabase(), (one) => one.stop());
  await seedComputes(server.adminUrl, 1_000);
  const database = stack.adopt(
    openDatabase({ url: server.databaseUrl, applicationName: 'bench', maxConnections: 16 }),
    (one) => one.close(),
  );
  const { pool } = database;
  const { key, teamId } = await makeMemberKey(pool);
  const actor = await createAuthenticator({ pool, onError: () => undefined })(key);
  const found = await pool.query<{ id: string }>(
    `SELECT id FROM resource WHERE kind = 'WORKSPACE' AND team_id = $1`,
    [teamId],
  );
  const workspaceIds = found.rows.map(({ id }) => id);
  if (!actor) throw new Error('the seed is incomplete');
  const api = stack.adopt(
    await startContestant('api', findEntry('api'), server.folder, {
      DATABASE_URL: server.databaseUrl,
    }),
    (one) => one.stop(),
  );
  const context: RequestContext = { actor, requestId: 'bench', channel: 'graphql' };
  const rates = await race(turns, {
    floor: () => doneInASecond(floor(pool, workspaceIds, actor.principalId)),
    ours: () => doneInASecond(ours(pool, context, workspaceIds)),
    http: () => acceptedOverHttp(`${api.url}/graphql`, key, workspaceIds),
  });
  const against = `begin, 3 inserts, commit ${rates.floor.toFixed(0)}/s`;
  return [
    {
      what: 'mutations accepted, 50 at once',
      measured: `${rates.ours.toFixed(0)}/s`,
      against,
      ratio: rates.ours / rates.floor,
      aim: '≥ 1.2',
    },
    {
      what: 'the same through the API, HTTP included',
      measured: `${rates.http.toFixed(0)}/s`,
      against,
      ratio: rates.http / rates.floor,
      aim: '≥ 0.7',
    },
  ];
}
