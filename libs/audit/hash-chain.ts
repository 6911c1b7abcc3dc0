import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { AuditEventRow } from './audit-event.js';

/** What the first link follows. */
export const genesisHash = '0'.repeat(64);

/** The keys that came later: left out where a row is older, so that its seal still fits. */
const since = (row: AuditEventRow) =>
  row.actor_name === null ? {} : { actorName: row.actor_name };

/**
 * The canonical JSON (RFC 8785) of an event: what its seal covers. The function audit_event_content in the
 * migrations makes the same object; sealing refuses a text that differs from it.
 */
export function canonicalEvent(row: AuditEventRow): string {
  const text = canonicalize({
    id: row.id,
    occurredAt: row.occurred_at.toISOString(),
    action: row.action,
    actorId: row.actor_id,
    actorRoles: row.actor_roles,
    channel: row.channel,
    teamId: row.team_id,
    targetId: row.target_id,
    targetKind: row.target_kind,
    targetName: row.target_name,
    operationId: row.operation_id,
    before: row.before,
    after: row.after,
    requestId: row.request_id,
    remoteAddress: row.remote_address,
    ...since(row),
  });
  if (text === undefined) throw new Error(`canonical JSON of audit event ${row.id}: none`);
  return text;
}

/** The hash of a link, hex: SHA-256 over the hash before it and the event's canonical JSON. */
export function linkHash(previousHash: string, canonical: string): string {
  return createHash('sha256').update(previousHash).update(canonical).digest('hex');
}
