import type { Sql } from '#libs/database';
import { armIdKey, normaliseLocation, type ArmId, type ProvisioningError } from '#libs/kernel';
import type { Resource } from '#libs/resources';
import { findUnshared, readAllowedLocations } from '#libs/tenants';
import type { Operation } from '../../operation.js';
import type { ManagedKind } from '../../managed-kind.js';
import type { OperationDefinition } from '../../step.js';
import { fromStore } from '../../store-failed.js';
import { idsOf } from './ids-to-send.rules.js';

/**
 * Why the operation may send nothing now: its team may no longer use what it names, or make anything there. Rejects with
 * UnreadableRow where nobody can say what it names, and with StoreFailed.
 */
export const whyUnshared = async (
  sql: Sql,
  of: ManagedKind,
  kind: OperationDefinition,
  operation: Operation,
  resource: Resource,
): Promise<ProvisioningError | undefined> =>
  (await notShared(sql, operation, idsOf(of, kind, operation, resource))) ??
  notAllowedThere(sql, kind, operation, resource);

async function notShared(
  sql: Sql,
  operation: Operation,
  armIds: readonly ArmId[],
): Promise<ProvisioningError | undefined> {
  const unshared = await fromStore(
    'reading shares',
    findUnshared(sql, operation.teamId, armIds.map(armIdKey)),
  );
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

/** What stands in a region already may be changed there: only what is new is asked about. */
async function notAllowedThere(
  sql: Sql,
  { during }: OperationDefinition,
  { teamId }: Operation,
  { location, observed }: Resource,
): Promise<ProvisioningError | undefined> {
  if (observed !== null || during !== 'CREATING') return undefined;
  const allowed = await fromStore('reading allowed regions', readAllowedLocations(sql, teamId));
  if (allowed.length === 0 || allowed.includes(normaliseLocation(location))) return undefined;
  return {
    code: 'SCOPE_NOT_SHARED',
    message: `The team that pays may not make anything in ${location} any more, but in ${allowed.join(', ')}. Nothing was sent.`,
    retry: 'LATER',
    remedy:
      'Have the region allowed with setAllowedLocations, then retry the operation; or ask for it elsewhere.',
    target: location,
  };
}
