import type { Sql } from '#libs/database';
import { armIdKey } from '#libs/kernel';
import type { ResourceFacts, ResourceKind } from '#libs/resources';
import type { ArmBody, ArmPort } from './arm.port.js';
import { listComputes } from './list-computes.js';
import {
  findWorkspacesToObserve,
  readComputesToObserve,
  writeObserved,
  type ObservePace,
  type WorkspaceToObserve,
} from './observe.repository.js';

export interface ObserveDependencies {
  pool: Sql;
  arm: ArmPort;
  pace: ObservePace;
  observeResource(kind: ResourceKind, body: ArmBody): ResourceFacts;
}

/**
 * Asks ARM about computes at rest, one list call per page of a workspace, for at most `limit` workspaces. Answers how
 * many computes had changed. Rejects with ArmError, or where the database does not answer.
 */
export async function observeWorkspaces(
  deps: ObserveDependencies,
  limit: number,
  signal: AbortSignal,
): Promise<number> {
  let changed = 0;
  for (const workspace of await findWorkspacesToObserve(deps.pool, deps.pace, limit)) {
    changed += await observeWorkspace(deps, workspace, signal);
  }
  return changed;
}

async function observeWorkspace(
  { pool, arm, observeResource }: ObserveDependencies,
  workspace: WorkspaceToObserve,
  signal: AbortSignal,
): Promise<number> {
  // Read before the list: what an operation changes after this is left out when the facts are written.
  const known = await readComputesToObserve(pool, workspace.id);
  const { bodies } = await listComputes(arm, workspace.armId, signal);
  const observed = known.map(({ id, kind, armIdKey: key }) => {
    const body = bodies.get(armIdKey(key));
    return { id, ...(body && { facts: observeResource(kind, body) }) };
  });
  return writeObserved(pool, observed);
}
