import type { Sql } from '#libs/database';
import { isUuid, ok, type DomainError, type Result } from '#libs/kernel';
import type { VerbContext } from '#libs/verbs';
import { homeOf } from '../api-keys/find-key-holder.js';
import { forbid } from '../forbid.js';
import { refuse } from '../refuse.js';
import { isAllowed, isPermitted } from '../roles.rules.js';
import { lockPrincipal, type HeldPrincipal } from './principal.repository.js';

/**
 * The principal, held until the transaction ends, where whoever asks may disable and enable it: an admin of the platform,
 * or of every team in which a bot has a role. Of who comes with tokens nobody in a team knows all roles. Refuses with
 * NOT_FOUND, FORBIDDEN or INVALID_STATE.
 */
export async function holdPrincipal(
  sql: Sql,
  context: VerbContext,
  id: string,
  action: 'principal.disable' | 'principal.enable',
): Promise<Result<HeldPrincipal, readonly DomainError[]>> {
  const principal = isUuid(id) ? await lockPrincipal(sql, id) : undefined;
  if (!principal || !isVisible(context, principal))
    return refuse('NOT_FOUND', 'principalId', 'There is no such principal.');
  if (!maySwitch(context, principal))
    return forbid(sql, context, {
      action,
      teamId: homeOf(principal.teamIds),
      targetName: principal.displayName,
      field: 'principalId',
      message:
        'This takes ADMIN of the platform, or, for a bot that comes with keys alone, ADMIN wherever it has a role.',
    });
  if (principal.kind !== 'SYSTEM') return ok(principal);
  return refuse('INVALID_STATE', 'principalId', `${principal.displayName} is Armature itself.`);
}

/** Whether whoever asks sees the principal: itself, somebody in a team that it sees, or anybody by a role on the platform. */
export const isVisible = ({ actor }: VerbContext, { id, teamIds }: HeldPrincipal): boolean =>
  id === actor.principalId || [null, ...teamIds].some((teamId) => isAllowed(actor, 'view', teamId));

/** Whether whoever asks administers the platform, or a bot that comes with keys alone, wherever it has a role. */
export const maySwitch = (
  context: VerbContext,
  { kind, isOfEntra, teamIds }: HeldPrincipal,
): boolean =>
  isPermitted(context, null) ||
  (kind === 'BOT' &&
    !isOfEntra &&
    teamIds.length > 0 &&
    teamIds.every((teamId) => isPermitted(context, teamId)));
