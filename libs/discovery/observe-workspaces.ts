import type pg from 'pg';
import { ArmError, secondsToLeaveAlone } from '#libs/operations';
import {
  lookAtWorkspace,
  type Looked,
  type WorkspaceLookDependencies,
} from './look-at-workspace.js';
import {
  pickWorkspaces,
  settleLook,
  subscriptionsToSweep,
  type SweepPace,
  type WorkspaceToLookAt,
} from './workspace-look.repository.js';

export interface ObserveDependencies extends WorkspaceLookDependencies {
  pool: pg.Pool;
  pace: SweepPace;
}

/**
 * Notices what nobody asked Armature for: looks at workspaces whose turn it is, at most `limit` in each subscription,
 * all at once. Answers how many rows had changed. A workspace that cannot be listed is put back and keeps no other from
 * its turn; rejects with the first refusal once all were looked at.
 */
export async function observeWorkspaces(
  deps: ObserveDependencies,
  limit: number,
  signal: AbortSignal,
): Promise<number> {
  const picked: WorkspaceToLookAt[] = [];
  for (const subscription of await subscriptionsToSweep(deps.pool))
    picked.push(...(await pickWorkspaces(deps.pool, deps.kinds, subscription, deps.pace, limit)));
  const looks = await Promise.allSettled(picked.map((each) => lookAndSettle(deps, each, signal)));
  const refused = looks.find((look) => look.status === 'rejected');
  if (refused) throw refused.reason;
  return looks.reduce((sum, look) => sum + (look.status === 'fulfilled' ? look.value : 0), 0);
}

async function lookAndSettle(
  deps: ObserveDependencies,
  workspace: WorkspaceToLookAt,
  signal: AbortSignal,
): Promise<number> {
  let looked: Looked;
  try {
    looked = await lookAtWorkspace(deps, workspace, signal);
  } catch (error) {
    const lookAfterSeconds = putBackSeconds(workspace, error);
    const result = { calls: 1, moving: false, failed: true, lookAfterSeconds };
    await settleLook(deps.pool, workspace, result);
    throw error;
  }
  const { restingSeconds, movingSeconds } = deps.pace;
  const lookAfterSeconds = looked.moving ? movingSeconds : restingSeconds;
  await settleLook(deps.pool, workspace, { ...looked, failed: false, lookAfterSeconds });
  return looked.changed;
}

const shortestDelay = 10;
const longestDelay = 300;

/** Retry-After, else ten seconds doubling to five minutes; at once where this worker was stopped. */
function putBackSeconds({ failures }: WorkspaceToLookAt, error: unknown): number {
  const arm = error instanceof ArmError ? error : undefined;
  if (arm?.kind === 'aborted') return 0;
  return arm?.retryAfterSeconds === undefined
    ? Math.min(longestDelay, shortestDelay * 2 ** failures)
    : secondsToLeaveAlone(arm.retryAfterSeconds);
}
