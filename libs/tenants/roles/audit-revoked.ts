import { appendAudit } from '#libs/audit';
import type { Sql } from '#libs/database';
import type { VerbContext } from '#libs/verbs';
import { auditOf } from '../audit-of.js';
import type { HeldGrant } from './role.repository.js';

/** The audit row of a role that is taken away. */
export const auditRevoked = (
  sql: Sql,
  context: VerbContext,
  { id, teamId, role, subjectId, subjectKind, displayName }: HeldGrant,
): Promise<string> =>
  appendAudit(sql, {
    ...auditOf(context, teamId),
    action: 'role.revoked',
    targetId: subjectId,
    targetKind: subjectKind,
    targetName: displayName,
    before: { role, teamId, roleGrantId: id },
  });
