import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks `condition` again and again until it is true. Rejects when `timeoutMs` have passed, saying what was waited for,
 * and when `signal` is aborted.
 */
export async function waitUntil(
  what: string,
  condition: () => Promise<boolean> | boolean,
  { timeoutMs, signal }: { timeoutMs: number; signal?: AbortSignal | undefined },
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await condition())) {
    signal?.throwIfAborted();
    if (performance.now() > deadline)
      throw new Error(`waiting for ${what}: not within ${timeoutMs / 1_000} s`);
    await sleep(50);
  }
}
