import { prepared, type Sql } from '#libs/database';
import type { CostEstimate } from '#libs/estimates';
import type { ResourceKind, StoredRow } from '#libs/resources';

/** A request that was decided on and kept, as far as it is known now. */
export interface KeptRequest {
  planId: string;
  verb: string;
  /** Parsed. */
  input: Record<string, unknown>;
  targetName: string;
  createdAt: string;
  /** Where the plan shows what is otherwise: each field, before and after. */
  changes: { path: string[]; before: unknown; after: unknown }[];
  /** What it would change; null: it would be made, or is gone. */
  target:
    (StoredRow & { kind: ResourceKind; name: string; location: string; armId: string }) | null;
  cost: CostEstimate | null;
  fits: boolean | null;
  team: { name: string; costCenter: string; defaultCostTags: Record<string, string> };
  actor: {
    id: string;
    kind: 'USER' | 'BOT' | 'SYSTEM';
    displayName: string;
    roles: string[];
    channel: string;
  };
}

/** So many are looked at, the newest. */
export const mostTried = 1000;

interface Asked {
  days: number;
  /** Null: of all teams. */
  teamId: string | null;
  /** Empty: of all verbs. */
  verbs: readonly string[];
}

const requestsStatement = prepared<Asked, KeptRequest>`
SELECT p.id AS "planId", p.verb, p.input, p.target_name AS "targetName", p.created_at AS "createdAt", p.changes,
  p.decision -> 'cost' AS cost, (p.decision #>> '{quota,fits}')::boolean AS fits,
  CASE WHEN r.id IS NOT NULL THEN jsonb_build_object('kind', r.kind, 'name', r.name, 'location', r.location,
    'armId', r.arm_id, 'desired', r.desired, 'observed', r.observed) END AS target,
  jsonb_build_object('name', t.name, 'costCenter', t.cost_center, 'defaultCostTags', t.default_cost_tags) AS team,
  jsonb_build_object('id', c.id, 'kind', c.kind, 'displayName', c.display_name, 'roles', coalesce(a.actor_roles, '{}'),
    'channel', coalesce(a.channel, 'graphql')) AS actor
FROM plan p JOIN team t ON t.id = p.team_id JOIN principal c ON c.id = p.created_by_id
LEFT JOIN resource r ON r.id = p.target_id
LEFT JOIN audit_event a ON a.target_id = p.id AND a.action = 'plan.created'
WHERE p.created_at >= now() - ${'days'}::integer * interval '1 day'
  AND (${'teamId'}::uuid IS NULL OR p.team_id = ${'teamId'}::uuid)
  AND (cardinality(${'verbs'}::text[]) = 0 OR p.verb = ANY (${'verbs'}::text[]))
ORDER BY p.id DESC LIMIT ${mostTried}`;

/** The newest requests of the last days, of a team or all, of some verbs or all. */
export async function readKeptRequests(sql: Sql, asked: Asked): Promise<KeptRequest[]> {
  const { rows } = await sql.query(requestsStatement(asked));
  return rows;
}
