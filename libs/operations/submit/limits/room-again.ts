import type { Sql } from '#libs/database';
import type { DomainError } from '#libs/kernel';
import { readLimitedUse } from './limits.repository.js';
import { refuseBeyond } from './limits.rules.js';
import { holdLimitsOf, weighAgain } from './room-again.repository.js';

/**
 * Takes room in the limits of the team for an operation that begins anew: what it asked for may have been taken back when it failed, and
 * others may have come since. Answers why there is none; undefined where there is.
 */
export async function takeRoomAgain(
  sql: Sql,
  machines: readonly string[],
  operationId: string,
): Promise<DomainError | undefined> {
  const held = await holdLimitsOf(sql, operationId);
  if (!held?.ceiling?.isRaised) return undefined;
  const { teamId, targetId, ceiling } = held;
  const others = await readLimitedUse(sql, { teamId, machines, without: [targetId] });
  const [refusal] = others ? refuseBeyond(others, { ceiling, isNew: false, field: 'id' }) : [];
  if (!refusal) await weighAgain(sql, held);
  return refusal;
}
