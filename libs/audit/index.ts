export { appendAudit, auditParameter, withoutSecrets } from './append-audit.js';
export { appending, happenedTo } from './audited.repository.js';
export { appendRefusal } from './append-refusal.js';
export type { AuditEventRow, AuditState, NewAuditEvent } from './audit-event.js';
export type { BrokenLink, ChainHead } from './check-link.js';
export { sealAudit, sealForgotten } from './seal-audit.js';
export { findSecretField } from './secrets.rules.js';
export type { MisdatedEvent } from './check-time.js';
export { verifyAudit, type AuditVerification } from './verify-audit.js';
