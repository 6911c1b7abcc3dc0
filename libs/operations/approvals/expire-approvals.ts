import type pg from 'pg';
import { transaction } from '#libs/database';
import type { ProvisioningError } from '#libs/kernel';
import { armaturePrincipalId } from '#libs/tenants';
import type { Kinds } from '../kinds.js';
import { loadContext } from '../leases/lease-operation.js';
import { lockOperation } from '../transitions/operation.repository.js';
import { transition } from '../transitions/transition.js';
import { findExpired, readWaits } from './approval.repository.js';
import { turnedDown } from './turn-down.js';

/** Cancels operations to which nobody agreed in time, at most `limit`. Answers how many it found; rejects with why some were not, once the others are. */
export async function expireApprovals(pool: pg.Pool, kinds: Kinds, limit: number): Promise<number> {
  const ids = await findExpired(pool, limit);
  const failures: unknown[] = [];
  for (const id of ids)
    await expire(pool, kinds, id).catch((error: unknown) => void failures.push(error));
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} operations were not canceled`);
  return ids.length;
}

/** Somebody may decide, or cancel it, at the same moment: whoever holds the row first does. */
const expire = (pool: pg.Pool, kinds: Kinds, operationId: string): Promise<void> =>
  transaction(pool, async (sql) => {
    await lockOperation(sql, operationId);
    const waits = await readWaits(sql, operationId);
    const found = await loadContext(sql, operationId);
    if (!found || found.operation.status !== 'AWAITING_APPROVAL' || !waits?.isExpired) return;
    const { operation, resource } = found;
    const definitions = { kind: kinds.operation(operation.kind), of: kinds.of(resource.kind) };
    const change = turnedDown({ ...found, ...definitions, error: expired }, 'approval_expired');
    await transition(sql, operation, change, { ...armature, requestId: operation.requestId });
  });

const armature = { actorId: armaturePrincipalId, actorRoles: [], channel: 'system' as const };

const expired: ProvisioningError = {
  code: 'APPROVAL_EXPIRED',
  message: 'Nobody agreed to it in time. Nothing was sent to Azure.',
  retry: 'NEVER',
  remedy: 'Ask for it anew, and let those know who have to agree.',
};
