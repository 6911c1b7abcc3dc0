import type { Sql } from '#libs/database';
import type { DomainError, Result } from '#libs/kernel';
import { isUuid, ok } from '#libs/kernel';
import { forbid, isAllowed, isPermitted, refuse } from '#libs/tenants';
import type { VerbContext } from '#libs/verbs';
import type { Policy } from '#libs/operations';
import { holdPolicy } from '../policy.repository.js';

export const noSuchPolicy = refuse('NOT_FOUND', 'id', 'There is no such policy.');

/**
 * The policy, held until the transaction ends, where who asks may change it. NOT_FOUND where it may not be seen, FORBIDDEN,
 * with an audit row, where it may.
 */
export async function policyToChange(
  sql: Sql,
  context: VerbContext,
  id: string,
  action: 'policy.update' | 'policy.delete',
): Promise<Result<Policy, readonly DomainError[]>> {
  const policy = isUuid(id) ? await holdPolicy(sql, id) : undefined;
  if (!policy || !maySeePolicy(context, policy.teamId)) return noSuchPolicy;
  const { teamId, name: targetName } = policy;
  if (isPermitted(context, teamId)) return ok(policy);
  return forbidden(sql, context, action, { teamId, targetName, field: 'id' });
}

/** The platform's are everybody's who has a role in some team: they decide on what all of them ask. */
export const maySeePolicy = ({ actor }: VerbContext, teamId: string | null): boolean =>
  teamId === null ? actor.grants.length > 0 : isAllowed(actor, 'view', teamId);

/** A refusal for want of the role, with its audit row. */
export const forbidden = (
  sql: Sql,
  context: VerbContext,
  action: 'policy.create' | 'policy.update' | 'policy.delete' | 'policy.test',
  at: { teamId: string | null; targetName: string; field: string },
): Promise<Result<never, readonly DomainError[]>> =>
  forbid(sql, context, {
    ...at,
    action,
    message:
      at.teamId === null
        ? 'Policies of the platform are for its admins.'
        : 'Policies of a team are for its admins, and for those of the platform.',
  });
