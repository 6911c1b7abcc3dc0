import { statement, type Sql } from '#libs/database';
import type { NewAuditEvent } from './audit-event.js';
import { findSecretField } from './secrets.rules.js';

const appendStatement = statement<
  { event: string },
  { id: string }
>`SELECT append_audit_event(${'event'}) AS id`;

/**
 * Writes an event in the caller's transaction and returns its id. Throws, before anything is sent, when `before` or
 * `after` has a field whose name says that it is a secret: a bug in the caller's allow-list.
 */
export async function appendAudit(sql: Sql, event: NewAuditEvent): Promise<string> {
  const { rows } = await sql.query(appendStatement({ event: auditParameter(event) }));
  return rows[0]?.id ?? '';
}

/**
 * The event as the parameter of the SQL function append_audit_event, for callers that append within a larger
 * statement. Throws as appendAudit does.
 */
export const auditParameter = (event: NewAuditEvent): string =>
  JSON.stringify(withoutSecrets(event));

/** The event, to be sent as part of something larger. Throws as appendAudit does. */
export function withoutSecrets(event: NewAuditEvent): NewAuditEvent {
  const secret = findSecretField({ before: event.before, after: event.after });
  if (secret === undefined) return event;
  throw new Error(`auditing ${event.action}: field ${secret} looks like a secret`);
}
