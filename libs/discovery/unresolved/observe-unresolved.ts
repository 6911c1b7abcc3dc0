import type { Sql } from '#libs/database';
import { isSettled, type ResourceFacts } from '#libs/resources';
import { ArmError, type ArmBody, type ArmPort } from '#libs/operations';
import { azureAudit, azureEvent } from '#libs/tenants';
import type { KnownKinds } from '#libs/kinds';
import { findDrift } from '../find-drift.js';
import { withoutRefusal, withRefusal } from '../look-refused.rules.js';
import { writeLost } from '../rows/lost.repository.js';
import { writeSeen } from '../rows/seen.repository.js';
import {
  pickUnresolved,
  noteErrors,
  settleUnresolved,
  type NextUnresolvedLook,
  type UnresolvedResource,
} from './unresolved.repository.js';

export interface ResolveDependencies {
  pool: Sql;
  arm: ArmPort;
  kinds: KnownKinds;
}

/** Three seconds, doubling with every look so often, at most `longestSeconds`. */
interface Pace {
  doublings: number;
  longestSeconds: number;
}
const answered: Pace = { doublings: 5, longestSeconds: 60 };
/** Where Azure refuses to say it: people give a role back, in their time. */
const refused: Pace = { doublings: 9, longestSeconds: 900 };

const nextLook = (
  { looks }: UnresolvedResource,
  { doublings, longestSeconds }: Pace,
): NextUnresolvedLook => ({
  afterSeconds: Math.min(longestSeconds, 3 * 2 ** Math.min(looks, doublings)),
  looks: Math.min(looks + 1, doublings),
});

/**
 * Looks at resources whose operation ended without anybody knowing what came of it (given up, out of time, lost with its
 * workers) until they show how they stand, and writes that: one GET each, at most `limit`. What Azure refuses to say is
 * noted on the row and asked for ever less often. Answers how many rows changed. Rejects with the first failure that is
 * news, once all were looked at.
 */
export async function observeUnresolved(
  deps: ResolveDependencies,
  limit: number,
  signal: AbortSignal,
): Promise<number> {
  const picked = await pickUnresolved(deps.pool, deps.kinds, limit);
  const looks = await Promise.allSettled(picked.map((row) => lookAndSettle(deps, row, signal)));
  const failed = looks.find((look) => look.status === 'rejected');
  if (failed) throw failed.reason;
  return looks.reduce((sum, look) => sum + (look.status === 'fulfilled' ? look.value : 0), 0);
}

async function lookAndSettle(
  deps: ResolveDependencies,
  row: UnresolvedResource,
  signal: AbortSignal,
): Promise<number> {
  let later: NextUnresolvedLook | undefined = nextLook(row, answered);
  try {
    const body = await deps.arm.get(row.armId, { signal });
    const facts = body ? deps.kinds.observe(row.kind, body) : undefined;
    if (!isBelievable(row, facts)) return 0;
    if (!facts || isSettled(facts.provisioningState ?? 'UNKNOWN')) later = undefined;
    return await write(deps, row, body, facts);
  } catch (error) {
    if (!(error instanceof ArmError) || error.kind !== 'refused') throw error;
    later = nextLook(row, refused);
    const errors = withRefusal(row.provisioningErrors, error.error);
    if (await noteErrors(deps.pool, row, errors)) throw error;
    return 0;
  } finally {
    await settleUnresolved(deps.pool, row.id, later);
  }
}

/** Right after something was sent, only what is on its way there tells that it arrived; of a deletion, a 404 too. */
const isBelievable = (row: UnresolvedResource, facts: ResourceFacts | undefined): boolean =>
  !row.doubtful || (facts ? !isSettled(facts.provisioningState ?? 'UNKNOWN') : row.deletes);

/** What was never seen in Azure can still be retried, unless its operation was given up. */
const mayBeGone = ({ deletes, abandoned, reattaches, observed }: UnresolvedResource): boolean =>
  deletes || (!reattaches && (abandoned || observed !== null));

async function write(
  { pool, kinds }: ResolveDependencies,
  row: UnresolvedResource,
  body: ArmBody | undefined,
  facts: ResourceFacts | undefined,
): Promise<number> {
  if (!body && mayBeGone(row)) return writeLost(pool, row.id, row.lookedFrom);
  const change = {
    state: facts?.provisioningState ?? 'FAILED',
    raw: facts?.rawProvisioningState ?? 'NotFound',
    errors: facts?.provisioningErrors ?? withoutRefusal(row.provisioningErrors),
    observed: facts?.observed ?? row.observed,
  } as const;
  const is = { provisioningState: change.state, observed: change.observed };
  const drift = findDrift(kinds.of(row.kind).compute?.drift, row, is);
  const audit = drift && azureEvent(azureAudit(), 'changed_in_azure', row, drift);
  return writeSeen(pool, [{ row, change, ...(audit && { audit }) }], row.lookedFrom);
}
