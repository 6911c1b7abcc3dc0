import { appendAudit } from '#libs/audit';
import type { Sql } from '#libs/database';
import { ok, type DomainError, type Result } from '#libs/kernel';
import type { VerbContext } from '#libs/verbs';
import { auditOf } from '../audit-of.js';
import { forbid } from '../forbid.js';
import { newApiKey } from './api-key.js';
import { countOpenKeys, insertKey } from './api-key.repository.js';
import type { KeyHolder } from './find-key-holder.js';

/** A key that was just made. */
export interface MadeKey {
  apiKeyId: string;
  /** Answered once; null when a request is replayed. */
  secret: string | null;
}

/** What is kept of an answer: not the secret. */
export const withoutSecret = <M extends MadeKey>(made: M): M => ({ ...made, secret: null });

interface Wanted {
  name: string;
  /** When it stops working by itself; null: never. */
  expiresAt: Date | null;
  /** The key whose place it takes. */
  replacesId?: string;
}

/** The holder is locked: of several requests at once each counts what the one before it made. */
export async function checkNumber(
  sql: Sql,
  context: VerbContext,
  { principalId, teamId, displayName }: KeyHolder,
  { action, field, most }: { action: string; field: string; most: number },
): Promise<Result<undefined, readonly DomainError[]>> {
  if ((await countOpenKeys(sql, principalId)) < most) return ok(undefined);
  return forbid(sql, context, {
    action,
    teamId,
    targetName: displayName,
    field,
    code: 'INVALID_STATE',
    message: `${displayName} has ${most} keys that work, and may have no more: revoke one first.`,
  });
}

/** Writes a new key for the holder, with its audit row. */
export async function makeKey(
  sql: Sql,
  context: VerbContext,
  { principalId, teamId }: KeyHolder,
  { name, expiresAt, replacesId }: Wanted,
): Promise<MadeKey> {
  const { secret, ...stored } = newApiKey();
  const { principalId: createdById, apiKeyId: madeWithId = null } = context.actor;
  const key = { ...stored, principalId, teamId, name, expiresAt, createdById, madeWithId };
  const apiKeyId = await insertKey(sql, key);
  const end = expiresAt?.toISOString() ?? null;
  await appendAudit(sql, {
    ...auditOf(context, teamId),
    action: 'api_key.created',
    targetId: apiKeyId,
    targetKind: 'ApiKey',
    targetName: stored.prefix,
    after: { name, principalId, madeWithId, expiresAt: end, ...(replacesId && { replacesId }) },
  });
  return { apiKeyId, secret };
}
