import { err, ok, type DomainError, type Result } from '#libs/kernel';
import { isAllowed, isPermitted, rolesIn, rolesThatAllow } from '#libs/tenants';
import type { RequestContext, VerbContext } from '#libs/verbs';
import type { ChangeActor } from '../transitions/operation-change.js';

/** Refused alike: what is not there and what the actor may not see. */
export const operationNotFound: DomainError = {
  code: 'NOT_FOUND',
  message: 'There is no such operation.',
  field: ['input', 'id'],
};

/** Whether the actor may do to an operation of the team what the verb does. */
export function authoriseOperation(
  context: VerbContext,
  teamId: string,
): Result<undefined, DomainError[]> {
  if (!isAllowed(context.actor, 'view', teamId)) return err([operationNotFound]);
  return isPermitted(context, teamId) ? ok(undefined) : err([forbidden(context)]);
}

const forbidden = ({ permission, where }: VerbContext): DomainError => ({
  code: 'FORBIDDEN',
  message: `This takes the role ${rolesThatAllow(permission)} ${where === 'platform' ? 'on the whole platform' : 'in the team of the operation'}.`,
  field: ['input', 'id'],
});

/** The requester, as audit rows of the operation's team name them. */
export function requestActor(context: RequestContext, teamId: string): ChangeActor {
  const { actor, channel, requestId, remoteAddress } = context;
  return {
    actorId: actor.principalId,
    actorRoles: rolesIn(actor, teamId),
    channel,
    requestId,
    ...(remoteAddress !== undefined && { remoteAddress }),
  };
}
