import { err, ok, type DomainError, type Result } from '#libs/kernel';
import { isAllowed, rolesIn, type RequestContext } from '#libs/tenants';
import type { ChangeActor } from './operation-change.js';

/** Refused alike: what is not there and what the actor may not see. */
export const operationNotFound: DomainError = {
  code: 'NOT_FOUND',
  message: 'There is no such operation.',
  field: ['input', 'id'],
};

const forbidden: DomainError = {
  code: 'FORBIDDEN',
  message: 'This takes the role OPERATOR or ADMIN in the team of the operation.',
  field: ['input', 'id'],
};

/** Whether the actor may change an operation of the team. */
export function authoriseOperation(
  { actor }: RequestContext,
  teamId: string,
): Result<undefined, DomainError[]> {
  if (!isAllowed(actor, 'view', teamId)) return err([operationNotFound]);
  return isAllowed(actor, 'operate', teamId) ? ok(undefined) : err([forbidden]);
}

const forbiddenButPlatform: DomainError = {
  code: 'FORBIDDEN',
  message: 'This takes the role ADMIN on the whole platform.',
  field: ['input', 'id'],
};

/** Whether the actor may do what only the platform's administrators may with an operation of the team. */
export function authorisePlatform(
  { actor }: RequestContext,
  teamId: string,
): Result<undefined, DomainError[]> {
  if (!isAllowed(actor, 'view', teamId)) return err([operationNotFound]);
  return isAllowed(actor, 'administer', null) ? ok(undefined) : err([forbiddenButPlatform]);
}

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
