import type { Sql } from '#libs/database';
import { ArmError, type ArmBody, type ArmPort, listComputes } from '#libs/operations';
import type { KnownKinds } from '#libs/kinds';
import { isMoving } from './is-moving.js';
import { writeLost } from './rows/lost.repository.js';
import { readKnown, type KnownCompute } from './rows/known.repository.js';
import { isReplaced, missingFrom } from './sort-listed.js';
import type { WorkspaceToLookAt } from './workspace-look.repository.js';
import { writeLook } from './write-look.js';

export interface WorkspaceLookDependencies {
  pool: Sql;
  arm: ArmPort;
  kinds: KnownKinds;
}

export interface Looked {
  calls: number;
  /** Another look soon will see more. */
  moving: boolean;
  /** Rows that were changed, made, or marked as gone. */
  changed: number;
}

/** Vanished computes that one look confirms; the rest waits for the next one, which comes soon. */
const confirmedPerLook = 10;

/**
 * One look at all computes of a workspace: a list call per page, and one GET for each that is no longer listed. Rejects
 * with ArmError where ARM does not answer; rows are then as they were.
 */
export async function lookAtWorkspace(
  deps: WorkspaceLookDependencies,
  workspace: WorkspaceToLookAt,
  signal: AbortSignal,
): Promise<Looked> {
  const listed = await listOrNothing(deps.arm, workspace, signal);
  if (!listed) return lookAtLost(deps, workspace, signal);
  const { bodies, pages } = listed;
  const known = await readKnown(deps.pool, deps.kinds, workspace.id, workspace.listedFrom);
  const missing = missingFrom(known, bodies);
  const asked = missing.slice(0, confirmedPerLook);
  const gone = [
    ...(await confirm(deps.arm, asked, bodies, signal)),
    ...known.filter(
      (row) => row.free && isReplaced(deps.kinds, row, bodies.get(row.armIdKey) ?? {}),
    ),
  ];
  const changed = await writeLook(deps, workspace, { known, bodies, gone });
  const moving =
    missing.length > asked.length ||
    known.some((row) => isOnItsWay(deps.kinds, row, bodies.get(row.armIdKey)));
  return { calls: pages + asked.length, moving, changed };
}

const isOnItsWay = (
  kinds: KnownKinds,
  { kind }: KnownCompute,
  body: ArmBody | undefined,
): boolean => body !== undefined && isMoving(kinds.of(kind), kinds.observe(kind, body));

/** Undefined where ARM says that there is no such workspace. */
async function listOrNothing(arm: ArmPort, { armId }: WorkspaceToLookAt, signal: AbortSignal) {
  try {
    return await listComputes(arm, armId, signal);
  } catch (error) {
    if (error instanceof ArmError && error.kind === 'notFound') return undefined;
    throw error;
  }
}

/** Lists may be behind: what is gone answers 404 by itself too. What is there after all joins `bodies`. */
async function confirm(
  arm: ArmPort,
  missing: readonly KnownCompute[],
  bodies: Map<string, ArmBody>,
  signal: AbortSignal,
): Promise<KnownCompute[]> {
  const gone: KnownCompute[] = [];
  for (const row of missing) {
    const body = await arm.get(row.armId, { signal });
    if (body) bodies.set(row.armIdKey, body);
    else gone.push(row);
  }
  return gone;
}

/** The list said 404: the workspace itself knows whether it is gone. */
async function lookAtLost(
  { pool, arm }: WorkspaceLookDependencies,
  workspace: WorkspaceToLookAt,
  signal: AbortSignal,
): Promise<Looked> {
  const { id, armId, listedFrom } = workspace;
  const there = await arm.get(armId, { signal });
  const changed = there ? 0 : await writeLost(pool, id, listedFrom);
  return { calls: 2, moving: false, changed };
}
