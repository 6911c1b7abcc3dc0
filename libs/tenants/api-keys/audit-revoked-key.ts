import { appendAudit } from '#libs/audit';
import type { Sql } from '#libs/database';
import type { Warning } from '#libs/kernel';
import type { VerbContext } from '#libs/verbs';
import { auditOf } from '../audit-of.js';
import type { RevokedKey } from './end-keys.repository.js';

/** The audit row of a key that ends; `revokedWithId` is the key that took it along. */
export const auditRevokedKey = (
  sql: Sql,
  context: VerbContext,
  { id, prefix, teamId }: RevokedKey,
  revokedWithId?: string,
): Promise<string> =>
  appendAudit(sql, {
    ...auditOf(context, teamId),
    action: 'api_key.revoked',
    targetId: id,
    targetKind: 'ApiKey',
    targetName: prefix,
    ...(revokedWithId !== undefined && { after: { revokedWithId } }),
  });

export const revokedToo = ({ prefix, name }: RevokedKey): Warning => ({
  code: 'REVOKED_TOO',
  message: `${prefix} (${name}) was made with it, and is revoked too.`,
});
