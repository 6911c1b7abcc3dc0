import type { Sql } from '#libs/database';
import { ok, type DomainError, type Result } from '#libs/kernel';
import type { VerbContext } from '#libs/verbs';
import { forbid } from '../forbid.js';
import { isPermitted } from '../roles.rules.js';
import { readOwner } from './scope.repository.js';

/**
 * By whose right the actor may share a scope, or end a share of it: null is the platform's. FORBIDDEN, with an audit
 * row, in the same words whether the scope exists or not.
 */
export async function mayShare(
  sql: Sql,
  context: VerbContext,
  armIdKey: string,
  action: 'scope.share' | 'scope.unshare',
): Promise<Result<{ ownerTeamId: string | null }, readonly DomainError[]>> {
  const owner = await readOwner(sql, armIdKey);
  if (owner !== null && isPermitted(context, owner)) return ok({ ownerTeamId: owner });
  if (isPermitted(context, null)) return ok({ ownerTeamId: null });
  return forbid(sql, context, {
    action,
    teamId: null,
    targetName: armIdKey,
    field: 'armId',
    message: 'Admins of the team whose group holds it share it, and admins of the platform.',
  });
}
