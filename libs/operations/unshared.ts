import type { Sql } from '#libs/database';
import { armIdKey, type ProvisioningError } from '#libs/kernel';
import type { Resource } from '#libs/resources';
import { findUnshared } from '#libs/tenants';
import { idsOf } from './ids-to-send.rules.js';
import type { Operation } from './operation.js';

/** Why the operation may send nothing now: its team has no share any more in what it would use. */
export async function whyUnshared(
  sql: Sql,
  operation: Operation,
  resource: Resource,
): Promise<ProvisioningError | undefined> {
  const armIds = idsOf(operation, resource);
  const unshared = await findUnshared(sql, operation.teamId, armIds.map(armIdKey));
  const target = armIds.find((armId) => unshared.has(armIdKey(armId)));
  if (target === undefined) return undefined;
  return {
    code: 'SCOPE_NOT_SHARED',
    message: `${target} is not shared any more with the team that pays. Nothing was sent.`,
    retry: 'LATER',
    remedy: 'Have it shared again with shareScope, then retry the operation; or ask with another.',
    target,
  };
}
