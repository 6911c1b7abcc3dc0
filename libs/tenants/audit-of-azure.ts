import { randomUUID } from 'node:crypto';
import type { NewAuditEvent } from '#libs/audit';
import { azurePrincipalId } from './own-principals.js';

/** The actor of audit rows for changes that were not asked of Armature. */
export type AzureAudit = Pick<NewAuditEvent, 'actorId' | 'actorRoles' | 'channel' | 'requestId'>;

/** The same request for all that one look finds. */
export const azureAudit = (): AzureAudit => ({
  actorId: azurePrincipalId,
  actorRoles: [],
  channel: 'system',
  requestId: `sweep-${randomUUID()}`,
});

/** An audit row of a resource; the statement that writes it adds the team. */
export const azureEvent = (
  audit: AzureAudit,
  what: 'imported' | 'changed_in_azure' | 'vanished',
  { id, kind, name }: { id: string; kind: string; name: string },
  states: Pick<NewAuditEvent, 'before' | 'after'> = {},
): NewAuditEvent => ({
  ...audit,
  action: `${kind.toLowerCase()}.${what}`,
  targetId: id,
  targetKind: kind,
  targetName: name,
  ...states,
});
