import { advanceOperation, type AdvanceDependencies } from '#libs/operations';
import type { Log } from '../log.js';

/** A job carries an id, never state: what is to be done is read from the row. */
export const createAdvanceProcessor =
  (deps: AdvanceDependencies, log: Log, pickedUp: () => void) =>
  async (operationId: string, signal: AbortSignal): Promise<void> => {
    pickedUp();
    const result = await advanceOperation(deps, operationId, signal);
    log.debug({ operationId, result }, 'reminded');
  };
