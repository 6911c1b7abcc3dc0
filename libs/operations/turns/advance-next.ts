import { advanceOperation, type AdvanceDependencies } from '../engine/advance-operation.js';
import { readFirstOfTeams } from './first-of-teams.repository.js';
import type { TeamTurns } from './team-turns.js';

/**
 * Advances the operation of the team whose turn it is: a reminder says that there is work, not whose. Undefined where
 * nothing waits; otherwise what came of which operation. Rejects as advanceOperation does.
 */
export async function advanceNext(
  deps: AdvanceDependencies,
  turns: TeamTurns,
  stopping: AbortSignal,
): Promise<{ operationId: string; result: 'advanced' | 'lease lost' } | undefined> {
  while (!stopping.aborted) {
    const next = turns.next(await readFirstOfTeams(deps.pool));
    if (!next) return undefined;
    const result = await advanceOperation(deps, next.operationId, stopping);
    // Somebody else took it meanwhile: this reminder is for another.
    if (result !== 'nothing to do') return { operationId: next.operationId, result };
  }
  return undefined;
}
