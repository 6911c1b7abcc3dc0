import { appendRefusal } from '#libs/audit';
import type { Sql } from '#libs/database';
import type { DomainError, Result } from '#libs/kernel';
import type { RequestContext } from '#libs/verbs';
import { auditOf } from './audit-of.js';
import { refuse } from './refuse.js';

/** What somebody wanted who may not. */
export interface Forbidden {
  /** As the audit trail calls it, e.g. team.create. */
  action: string;
  teamId: string | null;
  targetName: string | null;
  /** The input field to blame, and why. */
  field: string;
  message: string;
  /** FORBIDDEN where absent. */
  code?: DomainError['code'];
}

/** A refusal that leaves an audit row and nothing else. */
export async function forbid(
  sql: Sql,
  context: RequestContext,
  { action, teamId, targetName, field, message, code = 'FORBIDDEN' }: Forbidden,
): Promise<Result<never, readonly DomainError[]>> {
  await appendRefusal(sql, {
    ...auditOf(context, teamId),
    action: `${action}.denied`,
    targetName,
  });
  return refuse(code, field, message);
}
