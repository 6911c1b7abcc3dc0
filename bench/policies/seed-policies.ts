import type pg from 'pg';
import type { Policy } from '#libs/operations';

/** Conditions that no request of the bench meets, as platforms write them. */
const conditions = [
  '!(after.vmSize in ["Standard_D3_v2", "Standard_NC6"])',
  '!(after.location in ["eastus", "westeurope", "anywhere"]) && has(input.subnetId)',
  'after.scale.maxNodeCount > 20',
  'after.scale.minNodeCount > 0 && !("reason" in after.costTags)',
  'has(estimate.hourlyCeiling) && estimate.hourlyCeiling > 5000',
  '"purpose" in after.costTags && after.costTags["purpose"] == "experiment"',
  'actor.kind == "SYSTEM" && actor.channel == "chat"',
  'changes.exists(c, c.path == "isolatedNetwork" && c.after == true)',
  'input.name.matches("^(?i)forbidden-")',
  'now < timestamp("2020-01-01T00:00:00Z")',
];

/** Ten that are about the mutation of the bench, and 990 of other teams and verbs. */
export async function insertPolicies(pool: pg.Pool, teamId: string): Promise<void> {
  await pool.query(
    `INSERT INTO policy (name, verbs, condition, effect, message, created_by_id)
     SELECT 'of all ' || n, '{createComputeCluster}', c, 'DENY', 'x', (SELECT id FROM principal LIMIT 1)
     FROM unnest($1::text[]) WITH ORDINALITY AS given (c, n)`,
    [conditions],
  );
  await pool.query(
    `INSERT INTO policy (name, team_id, verbs, condition, effect, message, created_by_id)
     SELECT 'other ' || n, CASE WHEN n % 2 = 0 THEN t.id END,
       CASE WHEN n % 2 = 0 THEN '{}'::text[] ELSE '{deleteWorkspace}' END, 'verb == "' || n || '"', 'DENY', 'x',
       (SELECT id FROM principal LIMIT 1)
     FROM generate_series(1, 990) n, (SELECT id FROM team WHERE id <> $1 AND deleted_at IS NULL LIMIT 1) t`,
    [teamId],
  );
  await raise(pool);
}

/** Switches all on or off. */
export async function switchPolicies(pool: pg.Pool, enabled: boolean): Promise<void> {
  await pool.query('UPDATE policy SET enabled = $1', [enabled]);
  await raise(pool);
}

const raise = (pool: pg.Pool) => pool.query('UPDATE policy_revision SET revision = revision + 1');

const list = `[${Array.from({ length: 100 }, (_, at) => at).join(', ')}]`;

/** As long as a hundred to the fifth. */
export const endless: Policy = {
  id: '00000000-0000-7000-8000-00000000e4d1',
  name: 'endless',
  description: null,
  teamId: null,
  verbs: [],
  condition: `${list}.all(a, ${list}.all(b, ${list}.all(c, ${list}.all(d, ${list}.all(e, a + b + c + d + e >= 0)))))`,
  effect: 'DENY',
  message: 'x',
  approval: null,
  defaults: null,
  enabled: true,
  version: 1,
};
