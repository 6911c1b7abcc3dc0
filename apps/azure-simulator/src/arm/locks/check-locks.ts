import { ArmRefusal } from '../arm-error.js';
import type { ArmMethod, ArmRoute } from '../arm-request.js';
import type { Locks } from './locks.js';

/**
 * Refuses what a lock forbids, in ARM's words (docs/azure-facts.md#errors). A ReadOnly lock also stops POST actions.
 */
export function checkLocks(locks: Locks, route: ArmRoute, method: ArmMethod, path: string): void {
  if (route.ignoresLocks || method === 'GET' || method === 'HEAD') return;
  const id = method === 'POST' ? path.slice(0, path.lastIndexOf('/')) : path;
  const scopes = method === 'DELETE' ? locks.againstDelete(id) : locks.againstWrite(id);
  if (scopes.length === 0) return;
  const verb = method === 'DELETE' ? 'delete' : 'write';
  throw new ArmRefusal(409, {
    code: 'ScopeLocked',
    message: `The scope '${id}' cannot perform ${verb} operation because following scope(s) are locked: '${scopes.join(',')}'. Please remove the lock and try again.`,
  });
}
