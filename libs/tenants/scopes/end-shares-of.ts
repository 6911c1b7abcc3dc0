import { appendAudit } from '#libs/audit';
import type { Sql } from '#libs/database';
import type { VerbContext } from '#libs/verbs';
import { auditOf } from '../audit-of.js';
import { deleteSharesOf } from './share.repository.js';

/** Ends what was shared with a team, and what others have by its right, with an audit row each. */
export async function endSharesOf(sql: Sql, context: VerbContext, teamId: string): Promise<void> {
  for (const share of await deleteSharesOf(sql, teamId))
    await appendAudit(sql, {
      ...auditOf(context, share.ownerTeamId ?? share.teamId),
      action: 'scope.unshared',
      targetId: share.teamId,
      targetKind: 'Team',
      targetName: share.teamName,
      before: { armId: share.armId, includesChildren: share.includesChildren },
    });
}
