import { fragment, isUnfinished, raw, type Fragment } from '#libs/database';
import type { ProvisioningState } from '#libs/resources';

/** A row as it was read after the list: where it moved since, nothing is written over it. */
export interface RowGuard {
  id: string;
  version: number;
  /** As the database writes it: a Date would lose its microseconds. */
  observedAt: string | null;
  provisioningState: ProvisioningState;
}

/** SQL: the database's clock before the list. */
export const listBegan = fragment`${'listedFrom'}::timestamptz`;

/**
 * SQL: no operation on `r` is unfinished, or was created or ended since the list began. Where one was, the list may be
 * older than the row, which is left alone.
 */
export const isFree = fragment`NOT EXISTS (SELECT FROM operation o WHERE o.target_id = r.id
  AND (${isUnfinished('o')} OR o.created_at >= ${listBegan} OR o.completed_at >= ${listBegan}))`;

/** SQL: `r` is as the guard `s` read it, also where another transaction changes it at this moment. */
export const asRead = fragment`r.id = s.id AND r.gone_at IS NULL AND r.version = s.version
  AND r.observed_at IS NOT DISTINCT FROM s."observedAt" AND r.provisioning_state = s."provisioningState"::"ProvisioningState"
  AND ${isFree}`;

export const guardColumns = fragment`id uuid, version integer, "observedAt" timestamptz, "provisioningState" text`;
export const guardOf = ({ id, version, observedAt, provisioningState }: RowGuard): RowGuard => ({
  id,
  version,
  observedAt,
  provisioningState,
});

/** SQL: the audit event that came with the row `of`, and the team that the row has by now. */
export const auditWithTeam = (of: string): Fragment =>
  raw(`${of}.audit || jsonb_build_object('teamId', ${of}.team_id)`);
