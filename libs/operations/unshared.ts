import { z } from 'zod';
import type { Sql } from '#libs/database';
import { armIdKey, type ProvisioningError } from '#libs/kernel';
import { findUnshared } from '#libs/tenants';
import type { Operation } from './operation.js';

const inputSchema = z.object({ usesArmIds: z.array(z.string()).default([]) });

/** Why the operation may send nothing now: its team has no share any more in what it would use. */
export async function whyUnshared(
  sql: Sql,
  { input, teamId }: Operation,
): Promise<ProvisioningError | undefined> {
  const { usesArmIds } = inputSchema.parse(input);
  const unshared = await findUnshared(sql, teamId, usesArmIds.map(armIdKey));
  const target = usesArmIds.find((armId) => unshared.has(armIdKey(armId)));
  if (target === undefined) return undefined;
  return {
    code: 'SCOPE_NOT_SHARED',
    message: `${target} is not shared any more with the team that pays. Nothing was sent.`,
    retry: 'LATER',
    remedy: 'Have it shared again with shareScope, then retry the operation; or ask with another.',
    target,
  };
}
