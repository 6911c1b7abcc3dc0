import type pg from 'pg';
import { createComputeCluster } from '#libs/kinds/compute-clusters';
import { globalId, perform } from '#libs/verbs';
import { openAcceptanceScene, unasked, type AcceptanceScene } from '../support/acceptance-scene.js';
import { askOverHttp } from '../support/ask-over-http.js';
import { askedCluster, next } from '../support/asked-cluster.js';
import { doneInASecond } from '../support/done-in-a-second.js';
import type { Finding } from '../support/finding.js';
import { race } from '../support/race.js';

const turns = { warmUps: 1, rounds: 3 };

/** A mutation without its HTTP: parsed, authorised, checked, decided, accepted with steps, tags, audit row and outbox rows. */
export function acceptCluster({ deps, context, workspaceIds }: AcceptanceScene) {
  const globalIds = workspaceIds.map((id) => globalId('Workspace', id));
  return async () => {
    const asked = askedCluster(next(globalIds));
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
    const { name, ...desired } = askedCluster(workspaceId);
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
export function acceptedOverHttp(
  url: string,
  key: string,
  workspaceIds: readonly string[],
): Promise<number> {
  const globalIds = workspaceIds.map((id) => globalId('Workspace', id));
  const input = () => askedCluster(next(globalIds));
  return askOverHttp({ url, key, query: mutation, input, holds: '"QUEUED"' });
}

/** Mutations accepted in a second, durable, 50 at once, for a member of one team of fifty, in its two workspaces. */
export async function measureAcceptance(): Promise<Finding[]> {
  await using stack = new AsyncDisposableStack();
  const scene = await openAcceptanceScene(stack);
  const { pool, context, key, workspaceIds, graphqlUrl } = scene;
  const rates = await race(turns, {
    floor: () => doneInASecond(floor(pool, workspaceIds, context.actor.principalId)),
    ours: () => doneInASecond(acceptCluster(scene)),
    http: () => acceptedOverHttp(graphqlUrl, key, workspaceIds),
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
