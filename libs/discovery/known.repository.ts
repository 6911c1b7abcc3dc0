import type { Sql } from '#libs/database';
import type { ProvisioningError } from '#libs/kernel';
import type { ResourceKind } from '#libs/resources';
import { computeKindsOf, type KnownKinds } from '#libs/kinds';
import { isFree, type RowGuard } from './row-guard.js';

export interface KnownCompute extends RowGuard {
  kind: ResourceKind;
  armId: string;
  armIdKey: string;
  name: string;
  teamId: string;
  rawProvisioningState: string;
  provisioningErrors: ProvisioningError[];
  desired: unknown;
  observed: unknown;
  managed: boolean;
  /** No operation was at work on it since the list began, and nobody has looked at it since. */
  free: boolean;
  /** Detached to be attached again, which failed: it is not there, and retryOperation brings it back. */
  betweenAttachments: boolean;
}

const knownText = `
SELECT c.id, c.version, c.observed_at::text AS "observedAt", c.provisioning_state AS "provisioningState", c.kind,
  c.arm_id AS "armId", c.arm_id_key AS "armIdKey", c.name, c.team_id AS "teamId",
  c.raw_provisioning_state AS "rawProvisioningState", c.provisioning_errors AS "provisioningErrors", c.desired,
  c.observed, c.managed, c.created_at < $2::timestamptz AND coalesce(c.observed_at <= $2::timestamptz, true)
    AND ${isFree('$2::timestamptz')} AS free,
  coalesce((SELECT o.kind = ANY ($4::text[]) AND o.status = 'FAILED' FROM operation o
    WHERE o.target_id = c.id ORDER BY o.id DESC LIMIT 1), false) AS "betweenAttachments"
FROM resource c WHERE c.parent_id = $1::uuid AND c.kind = ANY ($3::text[]) AND c.gone_at IS NULL`;

/** The computes of the workspace that have a row. */
export async function readKnown(
  sql: Sql,
  kinds: KnownKinds,
  workspaceId: string,
  listedFrom: string,
): Promise<KnownCompute[]> {
  const { rows } = await sql.query<KnownCompute>({
    name: 'drift-known',
    text: knownText,
    values: [workspaceId, listedFrom, computeKindsOf(kinds), kinds.replacements],
  });
  return rows;
}
