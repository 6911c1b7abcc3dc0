import { prepared, type Sql } from '#libs/database';
import type { ProvisioningError } from '#libs/kernel';
import type { ResourceKind } from '#libs/resources';
import { computeKindsOf, type KnownKinds } from '#libs/kinds';
import { isFree, listBegan, type RowGuard } from './row-guard.js';

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

interface Asked {
  workspaceId: string;
  kinds: readonly ResourceKind[];
  replacements: readonly string[];
  listedFrom: string;
}

const knownStatement = prepared<Asked, KnownCompute>`
SELECT r.id, r.version, r.observed_at::text AS "observedAt", r.provisioning_state AS "provisioningState", r.kind,
  r.arm_id AS "armId", r.arm_id_key AS "armIdKey", r.name, r.team_id AS "teamId",
  r.raw_provisioning_state AS "rawProvisioningState", r.provisioning_errors AS "provisioningErrors", r.desired,
  r.observed, r.managed, r.created_at < ${listBegan} AND coalesce(r.observed_at <= ${listBegan}, true)
    AND ${isFree} AS free,
  coalesce((SELECT o.kind = ANY (${'replacements'}::text[]) AND o.status = 'FAILED' FROM operation o
    WHERE o.target_id = r.id ORDER BY o.id DESC LIMIT 1), false) AS "betweenAttachments"
FROM resource r WHERE r.parent_id = ${'workspaceId'}::uuid AND r.kind = ANY (${'kinds'}::text[]) AND r.gone_at IS NULL`;

/** The computes of the workspace that have a row. */
export async function readKnown(
  sql: Sql,
  known: KnownKinds,
  workspaceId: string,
  listedFrom: string,
): Promise<KnownCompute[]> {
  const { replacements } = known;
  const kinds = computeKindsOf(known);
  const { rows } = await sql.query(
    knownStatement({ workspaceId, kinds, replacements, listedFrom }),
  );
  return rows;
}
