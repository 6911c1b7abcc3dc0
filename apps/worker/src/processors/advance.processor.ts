import { advanceNext, TeamTurns, type AdvanceDependencies } from '#libs/operations';
import type { Log } from '#libs/log';

/** A job says that there is work: whose turn it is, and what is to be done, is read from the rows. */
export function createAdvanceProcessor(
  deps: AdvanceDependencies,
  log: Log,
  pickedUp: () => void,
): (operationId: string, signal: AbortSignal) => Promise<void> {
  const turns = new TeamTurns();
  return async (reminded, signal) => {
    pickedUp();
    const advanced = await advanceNext(deps, turns, signal);
    log.debug({ reminded, ...advanced }, 'reminded');
  };
}
