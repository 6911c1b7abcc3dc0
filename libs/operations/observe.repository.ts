import type { Sql } from '#libs/database';
import type { ResourceFacts, ResourceKind } from '#libs/resources';

const computeKinds = `('COMPUTE_CLUSTER', 'COMPUTE_INSTANCE', 'KUBERNETES_COMPUTE')`;

const unfinished = `EXISTS (SELECT 1 FROM operation o
  WHERE o.target_id = c.id AND o.status NOT IN ('SUCCEEDED', 'FAILED', 'CANCELED'))`;

export interface WorkspaceToObserve {
  id: string;
  armId: string;
}

export interface ObservePace {
  /** Between two looks at a workspace where nothing moves. */
  restingSeconds: number;
  /** Between two looks where a compute is resizing, or an operation on one has just ended. */
  movingSeconds: number;
}

/**
 * Workspaces with computes that nobody has asked ARM about for long enough; computes with an unfinished operation do
 * not count, their operation looks after them. Longest unseen first.
 */
export async function findWorkspacesToObserve(
  sql: Sql,
  { restingSeconds, movingSeconds }: ObservePace,
  limit: number,
): Promise<WorkspaceToObserve[]> {
  const { rows } = await sql.query<WorkspaceToObserve>({
    name: 'observe-find',
    text: `
      SELECT w.id, w.arm_id AS "armId" FROM resource w
      JOIN resource c ON c.parent_id = w.id AND c.kind IN ${computeKinds} AND c.gone_at IS NULL
      WHERE w.kind = 'WORKSPACE' AND w.gone_at IS NULL AND NOT ${unfinished}
        AND coalesce(c.observed_at, '-infinity') < now() - interval '1 second' * CASE
          WHEN c.observed->>'allocationState' = 'RESIZING'
            OR EXISTS (SELECT 1 FROM operation o WHERE o.target_id = c.id AND o.completed_at > now() - interval '1 minute')
          THEN $2::float8 ELSE $1::float8 END
      GROUP BY w.id ORDER BY min(coalesce(c.observed_at, '-infinity')) LIMIT $3::integer`,
    values: [restingSeconds, movingSeconds, limit],
  });
  return rows;
}

export interface KnownCompute {
  id: string;
  armIdKey: string;
  kind: ResourceKind;
}

/** Computes of the workspace that no operation looks after. */
export async function readComputesToObserve(
  sql: Sql,
  workspaceId: string,
): Promise<KnownCompute[]> {
  const { rows } = await sql.query<KnownCompute>({
    name: 'observe-computes',
    text: `SELECT c.id, c.arm_id_key AS "armIdKey", c.kind FROM resource c
      WHERE c.parent_id = $1::uuid AND c.kind IN ${computeKinds} AND c.gone_at IS NULL AND NOT ${unfinished}`,
    values: [workspaceId],
  });
  return rows;
}

/** What was seen of a resource; without facts it was looked for and not found, which changes nothing yet. */
export interface ObservedResource {
  id: string;
  facts?: ResourceFacts;
}

const writeText = `
WITH seen AS (
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS s(id uuid, state text, raw text, errors jsonb, observed jsonb)
), changed AS (
  UPDATE resource c SET
    provisioning_state = coalesce(seen.state::"ProvisioningState", c.provisioning_state),
    raw_provisioning_state = coalesce(seen.raw, c.raw_provisioning_state),
    provisioning_errors = coalesce(seen.errors, c.provisioning_errors),
    observed = coalesce(seen.observed, c.observed),
    observed_at = now()
  FROM seen JOIN resource before ON before.id = seen.id
  WHERE c.id = seen.id AND c.gone_at IS NULL AND NOT ${unfinished}
  RETURNING c.id, c.team_id,
    (c.provisioning_state, c.raw_provisioning_state, c.provisioning_errors, c.observed) IS DISTINCT FROM
    (before.provisioning_state, before.raw_provisioning_state, before.provisioning_errors, before.observed) AS differs
), told AS (
  INSERT INTO outbox_event (topic, resource_id, team_id)
  SELECT 'resource.changed', id, team_id FROM changed WHERE differs
)
SELECT count(*) FILTER (WHERE differs)::int AS count FROM changed`;

/** Writes what was seen and tells of what changed, in one statement. Answers how many changed. */
export async function writeObserved(
  sql: Sql,
  observed: readonly ObservedResource[],
): Promise<number> {
  const rows = observed.map(({ id, facts }) => ({
    id,
    state: facts?.provisioningState,
    raw: facts?.rawProvisioningState,
    errors: facts?.provisioningErrors,
    observed: facts?.observed,
  }));
  const written = await sql.query<{ count: number }>({
    name: 'observe-write',
    text: writeText,
    values: [JSON.stringify(rows)],
  });
  return written.rows[0]?.count ?? 0;
}
