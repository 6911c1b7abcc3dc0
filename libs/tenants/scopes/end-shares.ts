import { appendAudit } from '#libs/audit';
import type { Sql } from '#libs/database';
import type { VerbContext } from '#libs/verbs';
import { auditOf } from '../audit-of.js';
import { deleteSharesIn, deleteSharesOf, type EndedShare } from './share.repository.js';

/** Ends what was shared with a team, and what others have by its right, with an audit row each. */
export const endSharesOf = async (sql: Sql, context: VerbContext, teamId: string): Promise<void> =>
  auditEnded(sql, context, await deleteSharesOf(sql, teamId));

/** Ends what others have of a group, or in it, by the right of a team that holds it no longer, with an audit row each. */
export const endSharesIn = async (
  sql: Sql,
  context: VerbContext,
  ownerTeamId: string,
  groupKey: string,
): Promise<void> => auditEnded(sql, context, await deleteSharesIn(sql, ownerTeamId, groupKey));

async function auditEnded(
  sql: Sql,
  context: VerbContext,
  shares: readonly EndedShare[],
): Promise<void> {
  for (const { armId, includesChildren, ownerTeamId, teamId, teamName } of shares)
    await appendAudit(sql, {
      ...auditOf(context, ownerTeamId ?? teamId),
      action: 'scope.unshared',
      targetId: teamId,
      targetKind: 'Team',
      targetName: teamName,
      before: { armId, includesChildren },
    });
}
