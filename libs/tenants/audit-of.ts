import type { NewAuditEvent } from '#libs/audit';
import type { RequestContext } from '#libs/verbs';
import { rolesIn } from './roles.rules.js';

/** Who, how and where from, as an audit row of this request says it. */
export const auditOf = (
  { actor, channel, requestId, remoteAddress }: RequestContext,
  teamId: string | null,
): Pick<
  NewAuditEvent,
  'actorId' | 'actorRoles' | 'channel' | 'requestId' | 'remoteAddress' | 'teamId'
> => ({
  actorId: actor.principalId,
  actorRoles: rolesIn(actor, teamId),
  channel,
  requestId,
  remoteAddress: remoteAddress ?? null,
  teamId,
});
