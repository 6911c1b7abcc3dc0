import { setTimeout as sleep } from 'node:timers/promises';
import { isStillRunning, type ProcessIdentity } from './identify-process.js';

/**
 * Ends a process that is not our child: `signal`, then SIGKILL when it still runs after `timeoutMs`. Resolves when
 * it is gone; at once when it was gone already or its id belongs to another one by now.
 */
export async function stopProcess(
  target: ProcessIdentity,
  signal: NodeJS.Signals,
  timeoutMs: number,
): Promise<void> {
  if (!(await isStillRunning(target))) return;
  process.kill(target.pid, signal);
  const deadline = performance.now() + timeoutMs;
  while (await isStillRunning(target)) {
    if (performance.now() > deadline) process.kill(target.pid, 'SIGKILL');
    await sleep(50);
  }
}
