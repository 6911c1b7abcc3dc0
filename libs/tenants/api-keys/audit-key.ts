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
  key: RevokedKey,
  revokedWithId?: string,
): Promise<string> =>
  appendAudit(sql, {
    ...ofKey(context, key),
    action: 'api_key.revoked',
    ...(revokedWithId !== undefined && { after: { revokedWithId } }),
  });

/** The audit row of a key that another team has from now on; `before` had it. */
export const auditMovedKey = (
  sql: Sql,
  context: VerbContext,
  key: RevokedKey,
  before: string,
): Promise<string> =>
  appendAudit(sql, {
    ...ofKey(context, key),
    action: 'api_key.moved',
    before: { teamId: before },
    after: { teamId: key.teamId },
  });

const ofKey = (context: VerbContext, { id, prefix, teamId }: RevokedKey) => ({
  ...auditOf(context, teamId),
  targetId: id,
  targetKind: 'ApiKey',
  targetName: prefix,
});

export const revokedToo = ({ prefix, name }: RevokedKey): Warning => ({
  code: 'REVOKED_TOO',
  message: `${prefix} (${name}) was made with it, and is revoked too.`,
});
