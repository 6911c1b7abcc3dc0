import { auditParameter, type NewAuditEvent } from '#libs/audit';
import type { ProvisioningState } from '#libs/resources';

/** A row as it was read after the list: where it moved since, nothing is written over it. */
export interface RowGuard {
  id: string;
  version: number;
  /** As the database writes it: a Date would lose its microseconds. */
  observedAt: string | null;
  provisioningState: ProvisioningState;
}

/**
 * SQL: no operation on `c` is unfinished, or was created or ended since the list began. Where one was, the list may be
 * older than the row, which is left alone.
 * `from`: the parameter with the database's clock before the list.
 */
export const isFree = (
  from: string,
): string => `NOT EXISTS (SELECT FROM operation o WHERE o.target_id = c.id
  AND (o.status NOT IN ('SUCCEEDED', 'FAILED', 'CANCELED') OR o.created_at >= ${from} OR o.completed_at >= ${from}))`;

/** `c` is as the guard `s` read it, also where another transaction changes it at this moment. */
export const asRead = (
  from: string,
): string => `c.id = s.id AND c.gone_at IS NULL AND c.version = s.version
  AND c.observed_at IS NOT DISTINCT FROM s."observedAt" AND c.provisioning_state = s."provisioningState"::"ProvisioningState"
  AND ${isFree(from)}`;

export const guardColumns = `id uuid, version integer, "observedAt" timestamptz, "provisioningState" text`;
export const guardOf = ({ id, version, observedAt, provisioningState }: RowGuard): RowGuard => ({
  id,
  version,
  observedAt,
  provisioningState,
});

/** Audit rows of the computes in `of`, which names id and team. */
export const audited = (parameter: string, of: string): string => `
  SELECT append_audit_event(event || jsonb_build_object('teamId', ${of}.team_id))
  FROM jsonb_array_elements(${parameter}::jsonb) AS event JOIN ${of} ON ${of}.id = (event->>'targetId')::uuid`;

export const auditsOf = (events: readonly NewAuditEvent[]): string =>
  `[${events.map(auditParameter).join(',')}]`;
