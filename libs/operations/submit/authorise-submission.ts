import { appendRefusal } from '#libs/audit';
import type { Sql } from '#libs/database';
import type { DomainError } from '#libs/kernel';
import { auditOf, isAllowed, isPermitted, rolesThatAllow } from '#libs/tenants';
import type { VerbContext } from '#libs/verbs';
import { actionPrefix } from '../kind.rules.js';
import type { OperationKind } from '../operation.js';

/** Another team's things answer as if they were not there. */
export const notFound = (field: string, what: string): DomainError => ({
  code: 'NOT_FOUND',
  message: `There is no such ${what}.`,
  field: ['input', field],
});

/**
 * Undefined where the actor may do it to things of the team. NOT_FOUND where it may not even look; FORBIDDEN otherwise,
 * which leaves an audit row and nothing else.
 */
export async function refuseActor(
  sql: Sql,
  context: VerbContext,
  team: { id: string } | null,
  request: {
    kind: OperationKind;
    field: string;
    what: string;
    targetName?: string;
  },
): Promise<DomainError | undefined> {
  if (!team || !isAllowed(context.actor, 'view', team.id)) {
    return notFound(request.field, request.what);
  }
  if (isPermitted(context, team.id)) return undefined;
  await appendRefusal(sql, {
    ...auditOf(context, team.id),
    action: `${actionPrefix(request.kind)}.denied`,
    targetName: request.targetName ?? null,
  });
  return {
    code: 'FORBIDDEN',
    message: `This takes the role ${rolesThatAllow(context.permission)} in the team that pays.`,
    field: ['input', request.field],
  };
}
