import type { Lease } from './lease.js';

/**
 * Runs `work` with a signal that is aborted when `stopping` is, or when the lease has run out (renewals counted).
 * Leaves neither timer nor listener behind.
 */
export async function withLeaseSignal<T>(
  lease: Lease,
  stopping: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const stop = (): void => controller.abort(stopping.reason);
  let timer: NodeJS.Timeout | undefined;
  const watchLease = (): void => {
    const leftMs = lease.remainingMs();
    if (leftMs <= 0) controller.abort(new Error('the lease ran out'));
    else timer = setTimeout(watchLease, leftMs);
  };
  if (stopping.aborted) stop();
  stopping.addEventListener('abort', stop);
  watchLease();
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
    stopping.removeEventListener('abort', stop);
  }
}
